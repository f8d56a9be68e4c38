import { call } from "../api/client";
import { useAction } from "../api/useAction";
import { useLanguage } from "../i18n/language";
import { showDone, showProblem } from "../ui/ErrorNotice";

/** Brings opportunities to other steps. */
export function useMove(): { move: (id: string, step: { id: string; name: string }) => void; isMoving: boolean } {
  const { t } = useLanguage();
  const act = useAction(({ id, stepId }: { id: string; stepId: string }) => call(`/opportunities/${id}/step`, { method: "POST", body: { step_id: stepId } }));
  return {
    isMoving: act.isPending,
    move: (id, step) =>
      act.mutate(
        { id, stepId: step.id },
        { onSuccess: () => showDone(t("opportunities.moved", { step: step.name })), onError: (error) => showProblem(error, t) },
      ),
  };
}
