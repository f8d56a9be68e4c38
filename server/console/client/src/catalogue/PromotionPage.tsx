import { Anchor, SimpleGrid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { recordQuery } from "../api/recordQueries";
import type { PromotionDetail } from "../api/recordTypes";
import { useLanguage } from "../i18n/language";
import { DetailFrame, Panel } from "../ui/DetailFrame";
import { Read } from "../ui/Read";
import { RecordAnswers } from "../ui/RecordAnswers";
import { formatTime } from "../ui/format";
import { Holds } from "./Holds";
import { EditByForm } from "./NewByForm";

function Loaded({ promotion }: { promotion: PromotionDetail }) {
  const { t } = useLanguage();
  return (
    <DetailFrame
      back={{ to: "/promotions", label: t("promotions.title") }}
      title={promotion.name}
      marks={
        <>
          <Holds status={promotion.status} holds={promotion.running} words={t("promotions.running")} />
          <Text size="sm" c="dimmed">
            {[promotion.code, t("record.made", { by: promotion.created_by?.name ?? "–", at: formatTime(promotion.created_at) })].filter(Boolean).join(" · ")}
          </Text>
        </>
      }
      acts={<EditByForm form="promotion.programme" kind="promotion" id={promotion.id} />}
    >
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Panel title={t("record.details")}>
          <RecordAnswers formKey="promotion.programme" fields={promotion.fields} names={promotion.products} />
        </Panel>
        {promotion.products.length > 0 && (
          <Panel title={t("promotions.products")}>
            <Stack gap={4}>
              {promotion.products.map((product) => (
                <Anchor key={product.id} component={Link} to={`/products/${product.id}`} size="sm">
                  {[product.name, product.code].filter(Boolean).join(" – ")}
                </Anchor>
              ))}
            </Stack>
          </Panel>
        )}
      </SimpleGrid>
    </DetailFrame>
  );
}

/** One promotion: what it gives, to whom, on what grounds. */
export default function PromotionPage() {
  const { recordId } = useParams();
  const promotion = useQuery(recordQuery<PromotionDetail>("/promotions", recordId));
  return <Read of={promotion}>{(found) => <Loaded promotion={found} />}</Read>;
}
