import type { ReactNode } from "react";
import { Anchor, Badge, Box, Button, Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { customerQuery } from "../api/queries";
import type { CustomerDetail, CustomerPoint } from "../api/types";
import { useLanguage } from "../i18n/language";
import { MapFrame } from "../map/MapFrame";
import { MapView } from "../map/MapView";
import { PhotoStrip } from "../submissions/PhotoStrip";
import { SubmissionDrawer } from "../submissions/SubmissionDrawer";
import { Blank, LoadingRows } from "../ui/Blank";
import { ErrorNotice } from "../ui/ErrorNotice";
import { formatPlace, formatTime } from "../ui/format";
import { useOpened } from "../visits/useFilter";
import { CustomerLayer } from "./CustomerLayer";
import { CustomerProfile } from "./CustomerProfile";
import { pickedFromCustomer } from "./selection";
import { useSelection } from "./selectionContext";
import { Timeline } from "./Timeline";
import classes from "./CustomerPage.module.css";

const NOTHING_PICKED: ReadonlySet<string> = new Set();

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper className="panel" p="md">
      <Title order={2} fz="sm" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  );
}

function Heading({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  const { ids, add } = useSelection();
  return (
    <Group justify="space-between" align="flex-end">
      <div>
        <Button component={Link} to="/customers" size="compact-xs" variant="subtle" color="gray" leftSection={<IconArrowLeft size={14} />} ml={-8}>
          {t("customers.title")}
        </Button>
        <Title order={1} fz="xl">
          {customer.name}
        </Title>
        <Group gap={6} mt={4}>
          <Badge variant="light" tt="none">
            {t(`kind.${customer.kind}`)}
          </Badge>
          <Text size="sm" c="dimmed">
            {[customer.code, customer.owner?.name, `${t("customers.updated")} ${formatTime(customer.updated_at)}`].filter(Boolean).join(" · ")}
          </Text>
        </Group>
      </div>
      <Button
        variant="light"
        leftSection={<IconPlus size={16} />}
        disabled={ids.has(customer.id)}
        onClick={() => add([pickedFromCustomer(customer)])}
        data-testid="customer-to-basket"
      >
        {t("customers.basket")}
      </Button>
    </Group>
  );
}

function Place({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  if (customer.lat === null || customer.lon === null) {
    return <Blank title={t("customers.nopin")} hint={customer.address ?? ""} />;
  }
  const point: CustomerPoint = [customer.id, customer.lon, customer.lat, customer.kind, customer.name];
  return (
    <>
      <Box h={260} className={classes.map}>
        <MapFrame>
          <CustomerLayer points={[point]} picked={NOTHING_PICKED} onToggle={() => undefined} />
          <MapView spots={[customer]} fitWhen={customer.id} />
        </MapFrame>
      </Box>
      <Text size="xs" c="dimmed" mt={6}>
        {formatPlace(customer.lat, customer.lon)}
        {customer.address ? ` · ${customer.address}` : ""}
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

function LoadedCustomer({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  const [openedId, open] = useOpened();
  const photos = customer.photos.map((media_id) => ({ media_id, field: "photos", state: "ready" as const }));
  return (
    <div className="page">
      <Stack p="md" className="scroll" gap="md" maw={1280} w="100%" mx="auto">
        <Heading customer={customer} />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <Stack gap="md">
            <Card title={t("customers.profile")}>
              <CustomerProfile customer={customer} />
            </Card>
            <Card title={t("customers.routes")}>
              <OnRoutes customer={customer} />
            </Card>
            {photos.length > 0 && (
              <Card title={t("customers.photos")}>
                <PhotoStrip media={photos} />
              </Card>
            )}
          </Stack>
          <Stack gap="md">
            <Card title={t("customers.place")}>
              <Place customer={customer} />
            </Card>
            <Card title={t("customers.timeline")}>
              <Timeline customerId={customer.id} onOpen={open} />
            </Card>
          </Stack>
        </SimpleGrid>
      </Stack>
      <SubmissionDrawer submissionId={openedId} onClose={() => open(null)} />
    </div>
  );
}

/** One customer: who, where, what happened, on which routes. */
export default function CustomerPage() {
  const { customerId } = useParams();
  const { data, error, refetch } = useQuery(customerQuery(customerId ?? null));
  if (data) return <LoadedCustomer key={data.id} customer={data} />;
  return error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <LoadingRows />;
}
