import { Anchor, SimpleGrid, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { recordQuery } from "../api/recordQueries";
import type { PriceLine, PriceListDetail } from "../api/recordTypes";
import { useLanguage } from "../i18n/language";
import { DetailFrame, Panel } from "../ui/DetailFrame";
import { Read } from "../ui/Read";
import { RecordAnswers } from "../ui/RecordAnswers";
import { formatTime } from "../ui/format";
import { Holds } from "./Holds";
import { EditByForm } from "./NewByForm";
import { formatMoney, formatQuantity, priceText, useChoiceWords } from "./words";

const SHOWN = ["lines"];

function Line({ line }: { line: PriceLine }) {
  const { t } = useLanguage();
  const words = useChoiceWords();
  const taxes = [line.tax_percent > 0 && `${formatQuantity(line.tax_percent, t)} %`, line.fee > 0 && formatMoney(line.fee, t)].filter(Boolean).join(" + ");
  return (
    <Table.Tr data-testid="price-line">
      <Table.Td>
        <Anchor component={Link} to={`/products/${line.product.id}`} size="sm" fw={500}>
          {line.product.name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {line.product.code}
        </Text>
      </Table.Td>
      <Table.Td ta="right">{priceText(line, t, (unit) => words("units", unit))}</Table.Td>
      <Table.Td ta="right">{taxes || t("value.none")}</Table.Td>
    </Table.Tr>
  );
}

function Loaded({ list }: { list: PriceListDetail }) {
  const { t } = useLanguage();
  return (
    <DetailFrame
      back={{ to: "/price-lists", label: t("pricelists.title") }}
      title={list.name}
      marks={
        <>
          <Holds status={list.status} holds={list.in_force} words={t("pricelists.inforce")} />
          <Text size="sm" c="dimmed">
            {t("record.made", { by: list.created_by?.name ?? "–", at: formatTime(list.created_at) })}
          </Text>
        </>
      }
      acts={<EditByForm form="price.list" kind="price_list" id={list.id} />}
    >
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Panel title={`${t("pricelists.prices")} (${list.lines.length})`}>
          <Table fz="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("orders.line.product")}</Table.Th>
                <Table.Th ta="right">{t("pricelists.price")}</Table.Th>
                <Table.Th ta="right">{t("pricelists.tax")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.lines.map((line, place) => (
                <Line key={`${line.product.id}/${place}`} line={line} />
              ))}
            </Table.Tbody>
          </Table>
        </Panel>
        <Panel title={t("record.details")}>
          <RecordAnswers formKey="price.list" fields={list.fields} without={SHOWN} />
        </Panel>
      </SimpleGrid>
    </DetailFrame>
  );
}

/** One price list with its lines. */
export default function PriceListPage() {
  const { recordId } = useParams();
  const list = useQuery(recordQuery<PriceListDetail>("/price-lists", recordId));
  return <Read of={list}>{(found) => <Loaded list={found} />}</Read>;
}
