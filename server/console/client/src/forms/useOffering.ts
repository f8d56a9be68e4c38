/** Taking a form of the organisation's own off the phones, and putting it back. */
import { useSetup } from "../api/organisationQueries";
import { useLanguage } from "../i18n/language";
import { showDone, showProblem } from "../ui/ErrorNotice";
import { type FormDetail, publishDraft, withdrawForm } from "./queries";

/** Published before, and offered no more. */
export function isWithdrawn({ current, versions }: FormDetail): boolean {
  return current === null && versions.length > 0;
}

/** What can be done with the form now; the page is opened anew afterwards. */
export function useOffering(detail: FormDetail, onDone: () => void) {
  const { t } = useLanguage();
  const withdrawing = useSetup(() => withdrawForm(detail.key));
  const offering = useSetup(() => publishDraft(detail.key));
  const ended = (said: string) => ({
    onSuccess: () => {
      showDone(said);
      onDone();
    },
    onError: (error: unknown) => showProblem(error, t),
  });
  return {
    canWithdraw: detail.current !== null && detail.key.startsWith("custom."),
    isActing: withdrawing.isPending || offering.isPending,
    withdraw: () => window.confirm(t("forms.withdraw.ask")) && withdrawing.mutate(undefined, ended(t("forms.withdrawn.done"))),
    offerAgain: () => offering.mutate(undefined, ended(t("forms.again.done"))),
  };
}
