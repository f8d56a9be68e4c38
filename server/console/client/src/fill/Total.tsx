import { Alert, Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useLanguage } from "../i18n/language";
import { formatNumber } from "../ui/format";
import { useFilling } from "./context";
import { rowsOf } from "./rows";
import { type Found, oneQuery } from "./sources";
import { type Priced, totalOf } from "./totals";

function pricedOf(product: Found | null | undefined): Priced {
  const number = (value: unknown) => (typeof value === "number" ? value : null);
  return { price: number(product?.current_price ?? product?.price), taxPercent: number(product?.tax_percent) };
}

/** The provisional total of the lines, by the present prices and taxes of the products. */
export function Total() {
  const { t } = useLanguage();
  const { form, values, preview } = useFilling();
  const group = form.fields.find((field) => field.type === "repeat" && field.fields?.some((cell) => cell.of === "product"));
  const lines = rowsOf(values[group?.name ?? "lines"]);
  const ids = [...new Set(lines.map((line) => line.product).filter((id): id is string => typeof id === "string" && id !== ""))];
  const products = useQueries({ queries: ids.map((id) => ({ ...oneQuery("product", id), enabled: !preview })) });
  const known = new Map(ids.map((id, place) => [id, pricedOf(products[place]?.data)]));
  const { total, tax, missing, count } = totalOf(lines, known);
  const money = (amount: number) => `${formatNumber(amount, 0, t)} ₫`;
  if (count === 0) return <Text size="sm" c="dimmed" mt={6}>{t("fill.total.none")}</Text>;
  return (
    <Alert color="teal" variant="light" mt="xs" p="xs" data-testid="total">
      <Text fw={600}>{t("fill.total", { total: money(total) })}</Text>
      <Text size="sm">{[tax > 0 && t("fill.total.tax", { tax: money(tax) }), missing > 0 && t("fill.total.missing", { n: missing })].filter(Boolean).join(" · ")}</Text>
    </Alert>
  );
}
