import { Alert, Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useLanguage } from "../i18n/language";
import { formatNumber } from "../ui/format";
import { useFilling } from "./context";
import { rowsOf } from "./rows";
import { oneQuery } from "./sources";
import { type PriceNow, lineTotal } from "./totals";

/** The provisional total of the lines, by the present prices and taxes of the products. */
export function Total() {
  const { t } = useLanguage();
  const { form, values, preview } = useFilling();
  const group = form.fields.find((field) => field.type === "repeat" && field.fields?.some((cell) => cell.of === "product"));
  const lines = rowsOf(values[group?.name ?? "lines"]);
  const ids = [...new Set(lines.map((line) => line.product).filter((id): id is string => typeof id === "string" && id !== ""))];
  const products = useQueries({ queries: ids.map((id) => ({ ...oneQuery("product", id), enabled: !preview })) });
  const prices = new Map(ids.map((id, place) => [id, (products[place]?.data?.price_now ?? null) as PriceNow | null]));
  const { sum, tax, unpriced, count } = lineTotal(lines, prices);
  const money = (amount: number) => `${formatNumber(amount, 0, t)} ₫`;
  if (count === 0) {
    return (
      <Text size="sm" c="dimmed" mt={6}>
        {t("fill.total.none")}
      </Text>
    );
  }
  return (
    <Alert color="teal" variant="light" mt="xs" p="xs" data-testid="total">
      <Text fw={600}>{t("fill.total", { total: money(sum) })}</Text>
      <Text size="sm">{[tax > 0 && t("fill.total.tax", { tax: money(tax) }), unpriced > 0 && t("fill.total.missing", { n: unpriced })].filter(Boolean).join(" · ")}</Text>
    </Alert>
  );
}
