import type { TicketState } from "../api/recordTypes";
import { useLanguage } from "../i18n/language";
import { StatusMark } from "../ui/StatusMark";

export const TICKET_COLOUR: Record<TicketState, string> = { open: "amber", in_progress: "blue", resolved: "green", closed: "gray" };

/** The state of a ticket in colour and words. */
export function TicketStateMark({ state }: { state: TicketState }) {
  const { t } = useLanguage();
  return <StatusMark colour={TICKET_COLOUR[state]} words={t(`tickets.state.${state}`)} />;
}
