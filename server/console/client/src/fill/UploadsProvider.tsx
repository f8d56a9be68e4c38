import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { SentFile } from "./drafts";
import { claimOf, sendFile } from "./media";
import { type Sending, type Uploads, UploadsContext } from "./uploads";

type Sendings = Record<string, Sending>;

const NONE: Record<string, SentFile> = {};

/** A file that was sent before this window was loaded. */
function arrived({ name, claim }: SentFile): Sending {
  return { name, claim, type: claim.type, preview: null, state: "sent", percent: 100 };
}

/** Sends the files of one filling while the form is being filled in. */
export function UploadsProvider({ children, sent = NONE }: { children: ReactNode; sent?: Record<string, SentFile> }) {
  const [sendings, setSendings] = useState<Sendings>(() => Object.fromEntries(Object.entries(sent).map(([id, file]) => [id, arrived(file)])));
  const files = useRef(new Map<string, File>());
  const previews = useRef<string[]>([]);
  useEffect(() => () => previews.current.forEach((address) => URL.revokeObjectURL(address)), []);

  const uploads = useMemo<Uploads>(() => {
    const set = (id: string, part: Partial<Sending>) =>
      setSendings((now) => (now[id] ? { ...now, [id]: { ...now[id], ...part } } : now));
    async function send(id: string, sending: Sending): Promise<void> {
      const file = files.current.get(id);
      if (file === undefined) return;
      set(id, { state: "sending", percent: 0 });
      const told = (bytes: number) => set(id, { percent: Math.floor((bytes / Math.max(file.size, 1)) * 100) });
      await sendFile(file, sending.claim, told).then(
        () => set(id, { state: "sent", percent: 100 }),
        () => set(id, { state: "failed" }),
      );
    }
    return {
      sendings,
      async add(chosen, field) {
        const begun = await Promise.all(chosen.map(async (file) => ({ file, claim: await claimOf(file, field) })));
        const added: Sendings = {};
        for (const { file, claim } of begun) {
          const preview = URL.createObjectURL(file);
          previews.current.push(preview);
          files.current.set(claim.media_id, file);
          added[claim.media_id] = { name: file.name, type: file.type, preview, state: "sending", percent: 0, claim };
        }
        setSendings((now) => ({ ...now, ...added }));
        for (const [id, sending] of Object.entries(added)) void send(id, sending);
        return Object.keys(added);
      },
      drop(id) {
        files.current.delete(id);
        setSendings((now) => Object.fromEntries(Object.entries(now).filter(([each]) => each !== id)));
      },
      again(id) {
        if (sendings[id]) void send(id, sendings[id]);
      },
    };
  }, [sendings]);
  return <UploadsContext value={uploads}>{children}</UploadsContext>;
}
