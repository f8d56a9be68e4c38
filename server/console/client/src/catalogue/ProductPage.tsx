import { useMemo } from "react";
import { Anchor, Button, SimpleGrid, Stack, Table, Text } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { call } from "../api/client";
import { recordQuery } from "../api/recordQueries";
import type { InUse, ProductDetail } from "../api/recordTypes";
import { useAction } from "../api/useAction";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { PhotoStrip } from "../submissions/PhotoStrip";
import { DetailFrame, Panel } from "../ui/DetailFrame";
import { showDone, showProblem } from "../ui/ErrorNotice";
import { Read } from "../ui/Read";
import { RecordAnswers } from "../ui/RecordAnswers";
import { StatusMark } from "../ui/StatusMark";
import { formatTime } from "../ui/format";
import { EditByForm } from "./NewByForm";
import { formatQuantity, priceText, useChoiceWords } from "./words";

function Switch({ product }: { product: ProductDetail }) {
  const { t } = useLanguage();
  const may = useRight("catalogue.write");
  const act = useAction((status: InUse) => call(`/products/${product.id}/state`, { method: "POST", body: { status } }));
  if (!may) return null;
  const isOn = product.status === "active";
  return (
    <Button
      variant="default"
      loading={act.isPending}
      leftSection={isOn ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
      onClick={() => act.mutate(isOn ? "stopped" : "active", { onSuccess: () => showDone(t("record.saved")), onError: (error) => showProblem(error, t) })}
      data-testid="product-switch"
    >
      {t(isOn ? "products.stop" : "products.resume")}
    </Button>
  );
}

function PriceNow({ product }: { product: ProductDetail }) {
  const { t } = useLanguage();
  const words = useChoiceWords();
  const price = product.price_now;
  if (price === null) return <Text size="sm">{t("products.price.none")}</Text>;
  return (
    <>
      <Text fz="xl" fw={700} data-testid="product-price">
        {priceText(price, t, (unit) => words("units", unit))}
      </Text>
      <Text size="sm" c="dimmed">
        {[t("products.tax", { n: formatQuantity(price.tax_percent, t) }), t(price.price_list_id ? "products.price.list" : "products.price.own")].join(" · ")}
      </Text>
    </>
  );
}

function Parts({ product }: { product: ProductDetail }) {
  const { t } = useLanguage();
  if (product.parts.length === 0) return null;
  return (
    <Panel title={t("products.parts")}>
      <Table fz="sm">
        <Table.Tbody>
          {product.parts.map((part) => (
            <Table.Tr key={part.id}>
              <Table.Td>
                <Anchor component={Link} to={`/products/${part.id}`} size="sm">
                  {part.name}
                </Anchor>
              </Table.Td>
              <Table.Td ta="right">× {part.qty}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

function Loaded({ product }: { product: ProductDetail }) {
  const { t } = useLanguage();
  const names = useMemo(() => product.parts, [product]);
  const media = Array.isArray(product.fields.media) ? (product.fields.media as string[]).map((media_id) => ({ media_id, field: "media", state: "ready" as const })) : [];
  return (
    <DetailFrame
      back={{ to: "/products", label: t("products.title") }}
      title={product.name}
      marks={
        <>
          <StatusMark colour={product.status === "active" ? "green" : "gray"} words={t(`product.${product.status}`)} />
          <Text size="sm" c="dimmed">
            {[product.code, t("record.made", { by: product.created_by?.name ?? "–", at: formatTime(product.created_at) })].filter(Boolean).join(" · ")}
          </Text>
        </>
      }
      acts={
        <>
          <Switch product={product} />
          <EditByForm form="product.profile" kind="product" id={product.id} />
        </>
      }
    >
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Panel title={t("record.details")}>
          <RecordAnswers formKey="product.profile" fields={product.fields} names={names} without={["combo_items"]} />
        </Panel>
        <Stack gap="md">
          <Panel title={t("products.price")}>
            <PriceNow product={product} />
          </Panel>
          <Parts product={product} />
          {media.length > 0 && (
            <Panel title={t("customers.photos")}>
              <PhotoStrip media={media} />
            </Panel>
          )}
        </Stack>
      </SimpleGrid>
    </DetailFrame>
  );
}

/** One product: its profile, what it costs now, what a combo holds. */
export default function ProductPage() {
  const { recordId } = useParams();
  const product = useQuery(recordQuery<ProductDetail>("/products", recordId));
  return <Read of={product}>{(found) => <Loaded product={found} />}</Read>;
}
