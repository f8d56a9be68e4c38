import type { OrderState } from "../api/recordTypes";
import { useLanguage } from "../i18n/language";
import { StatusMark } from "../ui/StatusMark";

export const ORDER_COLOUR: Record<OrderState, string> = {
  draft: "gray",
  sent: "amber",
  approved: "blue",
  delivering: "indigo",
  done: "green",
  cancelled: "red",
  returned: "orange",
  open: "amber",
  answered: "green",
  closed: "gray",
  accepted: "green",
  declined: "red",
};

/** The state of an order in colour and words; that nobody answered a quotation in time goes before it. */
export function OrderStateMark({ state, expired = false }: { state: OrderState; expired?: boolean }) {
  const { t } = useLanguage();
  if (expired) return <StatusMark colour="gray" words={t("orders.expired")} />;
  return <StatusMark colour={ORDER_COLOUR[state]} words={t(`orders.state.${state}`)} />;
}
