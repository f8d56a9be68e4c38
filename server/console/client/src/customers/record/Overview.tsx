import { Anchor, Box, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import type { CustomerDetail, CustomerPoint } from "../../api/types";
import { useLanguage } from "../../i18n/language";
import { MapFrame } from "../../map/MapFrame";
import { MapView } from "../../map/MapView";
import { PhotoStrip } from "../../submissions/PhotoStrip";
import { Blank } from "../../ui/Blank";
import { formatPlace } from "../../ui/format";
import { CustomerLayer } from "../CustomerLayer";
import { CustomerProfile } from "../CustomerProfile";
import { Shares } from "../Shares";
import { Timeline } from "../Timeline";
import { Addresses } from "./Addresses";
import { Card } from "./Card";
import { PinReview } from "./PinReview";
import { Relations } from "./Relations";
import classes from "../CustomerPage.module.css";

const NOTHING_PICKED: ReadonlySet<string> = new Set();

function Place({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  if (customer.lat === null || customer.lon === null) {
    return <Blank title={t("customers.nopin")} hint={customer.address_text ?? customer.address ?? ""} />;
  }
  const point: CustomerPoint = [customer.id, customer.lon, customer.lat, customer.kind, customer.name];
  return (
    <>
      <Box h={240} className={classes.map}>
        <MapFrame>
          <CustomerLayer points={[point]} picked={NOTHING_PICKED} onOpen={() => undefined} />
          <MapView spots={[customer]} fitWhen={`${customer.id}/${customer.lat}/${customer.lon}`} />
        </MapFrame>
      </Box>
      <Text size="xs" c="dimmed" mt={6}>
        {formatPlace(customer.lat, customer.lon)}
      </Text>
    </>
  );
}

function OnRoutes({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  if (customer.routes.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("customers.routes.none")}
      </Text>
    );
  }
  return (
    <Group gap="xs">
      {customer.routes.map(({ id, name }) => (
        <Anchor key={id} component={Link} to={`/routes/${id}`} size="sm">
          {name}
        </Anchor>
      ))}
    </Group>
  );
}

/** Who the customer is, where, with whom, and what happened lately (TM-10). */
export function Overview({ customer, onOpen }: { customer: CustomerDetail; onOpen: (submissionId: string) => void }) {
  const { t } = useLanguage();
  const photos = customer.photos.map((media_id) => ({ media_id, field: "photos", state: "ready" as const }));
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Stack gap="md">
        <Card title={t("customers.profile")}>
          <CustomerProfile customer={customer} onOpen={onOpen} />
        </Card>
        <Card title={t("address.title")}>
          <Addresses customer={customer} />
        </Card>
        <Card title={t("relations.title")}>
          <Relations customer={customer} />
        </Card>
        {photos.length > 0 && (
          <Card title={t("customers.photos")}>
            <PhotoStrip media={photos} />
          </Card>
        )}
        <Card title={t("customers.routes")}>
          <OnRoutes customer={customer} />
        </Card>
        <Card title={t("share.list")}>
          <Shares customerId={customer.id} />
        </Card>
      </Stack>
      <Stack gap="md">
        <Card title={t("customers.place")}>
          {customer.pending_pin ? <PinReview customer={customer} /> : <Place customer={customer} />}
        </Card>
        <Card title={t("customers.timeline")}>
          <Timeline customerId={customer.id} onOpen={onOpen} />
        </Card>
      </Stack>
    </SimpleGrid>
  );
}
