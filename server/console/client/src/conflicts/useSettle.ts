import { call } from "../api/client";
import type { Conflict } from "../api/types";
import { useAction } from "../api/useAction";
import { useLanguage } from "../i18n/language";
import { showDone, showProblem } from "../ui/ErrorNotice";

export type Choice = "kept" | "lost" | "other";

interface Decision {
  id: string;
  choice: Choice;
  value?: unknown;
}

function send({ id, choice, value }: Decision): Promise<Conflict> {
  const body = choice === "other" ? { choice, value } : { choice };
  return call<Conflict>(`/conflicts/${id}/settle`, { method: "POST", body });
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

/** Settles several one after the other; stops at the first refusal, and what was settled before stays so. */
export function useSettleMany(onEnd: () => void) {
  const { t } = useLanguage();
  const action = useAction(async ({ ids, choice }: { ids: string[]; choice: "kept" | "lost" }) => {
    for (const id of ids) await send({ id, choice });
    return ids.length;
  });
  function settleMany(ids: string[], choice: "kept" | "lost"): void {
    action.mutate(
      { ids, choice },
      {
        onSuccess: (n) => showDone(t("conflicts.bulk.done", { n })),
        onError: (error) => showProblem(error, t),
        onSettled: onEnd,
      },
    );
  }
  return { settleMany, isPending: action.isPending };
}
