import { useQueryClient } from "@tanstack/react-query";
import { call } from "../api/client";
import type { QuarantinedOperation } from "../api/types";
import { useAction } from "../api/useAction";
import { useLanguage } from "../i18n/language";
import { showDone, showProblem } from "../ui/ErrorNotice";

const MOST = 200;

interface Outcome {
  id: string;
  s: string;
  code: string | null;
  reason: string | null;
}

/** Reads the quarantine again: the change feed does not tell of every decision. */
function useReread(): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: ["quarantine-pages"] });
    void client.invalidateQueries({ queryKey: ["quarantine-count"] });
  };
}

/** Releases one operation, as it came or as its repaired text. */
export function useRelease() {
  const { t } = useLanguage();
  const reread = useReread();
  const action = useAction(({ id, payload }: { id: string; payload: string | null }) =>
    call<QuarantinedOperation>(`/quarantine/${id}/release`, { method: "POST", body: { payload } }),
  );
  function release(id: string, payload: string | null, onDone: () => void): void {
    const done = () => {
      showDone(t("quarantine.release.done"));
      onDone();
    };
    action.mutate({ id, payload }, { onSuccess: done, onSettled: reread });
  }
  return { release, isPending: action.isPending, error: action.error };
}

interface Dismissal {
  ids: string[];
  comment: string;
}

async function inPortions(path: string, ids: string[], rest: Record<string, unknown>): Promise<Outcome[]> {
  const done: Outcome[] = [];
  for (let start = 0; start < ids.length; start += MOST) {
    const body = { ids: ids.slice(start, start + MOST), ...rest };
    done.push(...(await call<{ items: Outcome[] }>(path, { method: "POST", body })).items);
  }
  return done;
}

function useTelling() {
  const { t } = useLanguage();
  return (outcomes: Outcome[]) => {
    const refused = outcomes.filter(({ s }) => s === "refused");
    if (refused.length < outcomes.length) showDone(t("quarantine.bulk.done", { n: outcomes.length - refused.length }));
    const [first] = refused;
    if (first) showDone(t("quarantine.bulk.refused", { n: refused.length, why: first.reason ?? first.code ?? "" }), "orange");
  };
}

/** Releases many as they came, each for itself. */
export function useReleaseMany(onEnd: () => void) {
  const { t } = useLanguage();
  const reread = useReread();
  const tell = useTelling();
  const action = useAction((ids: string[]) => inPortions("/quarantine/release", ids, {}));
  const settled = () => {
    reread();
    onEnd();
  };
  const releaseMany = (ids: string[]) => action.mutate(ids, { onSuccess: tell, onError: (error) => showProblem(error, t), onSettled: settled });
  return { releaseMany, isPending: action.isPending };
}

/** Dismisses one or many for one reason. */
export function useDismiss(onDone: () => void) {
  const reread = useReread();
  const tell = useTelling();
  const action = useAction(({ ids, comment }: Dismissal) => inPortions("/quarantine/dismiss", ids, { comment }));
  function dismiss(dismissal: Dismissal): void {
    const done = (outcomes: Outcome[]) => {
      tell(outcomes);
      onDone();
    };
    action.mutate(dismissal, { onSuccess: done, onSettled: reread });
  }
  return { dismiss, isPending: action.isPending, error: action.error };
}
