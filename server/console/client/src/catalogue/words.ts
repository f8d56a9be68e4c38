/** How records of the catalogue are told in words. */
import { useQuery } from "@tanstack/react-query";
import type { Price } from "../api/recordTypes";
import { choiceListsQuery } from "../data/queries";
import { useLanguage } from "../i18n/language";
import type { Translate } from "../i18n/translate";
import { formatNumber } from "../ui/format";

export function formatMoney(amount: number | null | undefined, t: Translate): string {
  return amount === null || amount === undefined ? t("value.none") : `${formatNumber(amount, 0, t)} ₫`;
}

/** As many decimals as the number has, at most three. */
export function formatQuantity(value: number, t: Translate): string {
  const decimals = Number.isInteger(value) ? 0 : Math.min(3, (String(value).split(".")[1] ?? "").length);
  return formatNumber(value, decimals, t);
}

/** `15.000 ₫ / 2 Chai`; nothing is said of a single unit without a name. */
export function priceText(price: Pick<Price, "price" | "unit_qty" | "unit_name"> | null, t: Translate, unitWords: (unit: string | null) => string): string {
  if (price === null) return t("value.none");
  const quantity = price.unit_qty === 1 ? "" : formatQuantity(price.unit_qty, t);
  const unit = [quantity, unitWords(price.unit_name)].filter(Boolean).join(" ");
  return [formatMoney(price.price, t), unit].filter(Boolean).join(" / ");
}

/** Words for the values of the organisation's lists of choices. */
export function useChoiceWords(): (list: string, value: string | null | undefined) => string {
  const { say } = useLanguage();
  const lists = useQuery(choiceListsQuery).data?.items;
  return (key, value) => {
    if (!value) return "";
    const list = lists?.find((each) => each.key === key);
    const option = [...(list?.options ?? []), ...(list?.retired ?? [])].find((each) => each.value === value);
    return option ? say(option.label) : value;
  };
}
