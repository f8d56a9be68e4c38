import { call } from "../api/client";
import type { Conflict } from "../api/types";
import { useAction } from "../api/useAction";
import { useLanguage } from "../i18n/language";
import { showDone, showProblem } from "../ui/ErrorNotice";
import { type Outcome, refusals } from "./outcomes";

export type Choice = "kept" | "lost" | "latest" | "both" | "present" | "other";
export type ManyChoice = "present" | "lost" | "latest";

/** The server takes so many at once. */
const MOST = 200;

interface Decision {
  conflict: Conflict;
  choice: Choice;
  value?: unknown;
}

/** What stood on the screen goes along: a value that came since is not written over. */
function send({ conflict, choice, value }: Decision): Promise<Conflict> {
  const body = { choice, seen: conflict.present, ...(choice === "other" ? { value } : {}) };
  return call<Conflict>(`/conflicts/${conflict.id}/settle`, { method: "POST", body });
}

/** Settles one conflict. */
export function useSettle() {
  const { t } = useLanguage();
  const action = useAction(send);
  function settle(decision: Decision): void {
    action.mutate(decision, { onSuccess: () => showDone(t("conflicts.done")) });
  }
  return { settle, isPending: action.isPending, error: action.error };
}

async function sendMany({ ids, choice }: { ids: string[]; choice: ManyChoice }): Promise<Outcome[]> {
  const done: Outcome[] = [];
  for (let start = 0; start < ids.length; start += MOST) {
    const body = { ids: ids.slice(start, start + MOST), choice };
    done.push(...(await call<{ items: Outcome[] }>("/conflicts/settle", { method: "POST", body })).items);
  }
  return done;
}

/** Settles several alike, each for itself, and tells how many were not. */
export function useSettleMany(onEnd: () => void) {
  const { t } = useLanguage();
  const action = useAction(sendMany);
  function tell(outcomes: Outcome[]): void {
    const refused = refusals(outcomes, t);
    const settled = outcomes.length - refused.reduce((sum, { n }) => sum + n, 0);
    if (settled > 0) showDone(t("conflicts.bulk.done", { n: settled }));
    for (const { n, why } of refused) showDone(t("conflicts.bulk.refused", { n, why }), "orange");
  }
  function settleMany(ids: string[], choice: ManyChoice): void {
    action.mutate({ ids, choice }, { onSuccess: tell, onError: (error) => showProblem(error, t), onSettled: onEnd });
  }
  return { settleMany, isPending: action.isPending };
}
