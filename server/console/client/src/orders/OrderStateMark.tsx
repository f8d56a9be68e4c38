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
};

/** The state of an order in colour and words. */
export function OrderStateMark({ state }: { state: OrderState }) {
  const { t } = useLanguage();
  return <StatusMark colour={ORDER_COLOUR[state]} words={t(`orders.state.${state}`)} />;
}
