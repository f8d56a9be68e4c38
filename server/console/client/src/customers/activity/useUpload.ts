import { useState } from "react";
import { claimOf, sendFile } from "../../fill/media";
import { useLanguage } from "../../i18n/language";
import { showProblem } from "../../ui/ErrorNotice";

export interface Sent {
  mediaId: string;
  name: string;
  size: number;
  type: string;
  sha256: string;
}

/** Sends files to the server one after the other; `progress` is 0 to 100 while one is on its way. */
export function useUpload() {
  const { t } = useLanguage();
  const [progress, setProgress] = useState<number | null>(null);
  async function send(files: readonly File[]): Promise<Sent[]> {
    const sent: Sent[] = [];
    setProgress(0);
    try {
      for (const file of files) {
        const claim = await claimOf(file, "file");
        await sendFile(file, claim, (bytes) => setProgress(Math.round((100 * bytes) / Math.max(1, file.size))));
        sent.push({ mediaId: claim.media_id, name: file.name, size: file.size, type: file.type, sha256: claim.sha256 });
      }
    } catch (error) {
      showProblem(error, t);
    } finally {
      setProgress(null);
    }
    return sent;
  }
  return { send, progress };
}
