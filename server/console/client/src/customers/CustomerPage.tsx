import { type ReactNode, useState } from "react";
import { Anchor, Badge, Box, Button, Group, Paper, SimpleGrid, Stack, Tabs, Text, Title } from "@mantine/core";
import { IconArrowLeft, IconHistory, IconId, IconPlus, IconShare, IconUserShare } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { customerQuery } from "../api/queries";
import type { CustomerDetail, CustomerPoint } from "../api/types";
import { OpenConflicts } from "../conflicts/OpenConflicts";
import { HistoryList } from "../history/HistoryList";
import { useLanguage } from "../i18n/language";
import { MapFrame } from "../map/MapFrame";
import { MapView } from "../map/MapView";
import { useRight } from "../shell/session";
import { PhotoStrip } from "../submissions/PhotoStrip";
import { SubmissionDrawer } from "../submissions/SubmissionDrawer";
import { Blank, LoadingRows } from "../ui/Blank";
import { ErrorNotice } from "../ui/ErrorNotice";
import { formatPlace, formatTime } from "../ui/format";
import { useOpened } from "../visits/useFilter";
import { AssignDialog } from "./AssignDialog";
import { CustomerLayer } from "./CustomerLayer";
import { CustomerProfile } from "./CustomerProfile";
import { pickedFromCustomer } from "./selection";
import { useSelection } from "./selectionContext";
import { ShareDialog } from "./ShareDialog";
import { Shares } from "./Shares";
import { Timeline } from "./Timeline";
import { Why } from "./Why";
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

function Acts({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  const { ids, add } = useSelection();
  const [dialog, setDialog] = useState<"share" | "assign" | null>(null);
  const mayShare = useRight("customer.share");
  const mayAssign = useRight("customer.assign") && customer.level !== "view";
  const close = () => setDialog(null);
  return (
    <Group gap="xs">
      {mayShare && (
        <Button variant="light" leftSection={<IconShare size={16} />} onClick={() => setDialog("share")} data-testid="customer-share">
          {t("share.open")}
        </Button>
      )}
      {mayAssign && (
        <Button variant="light" leftSection={<IconUserShare size={16} />} onClick={() => setDialog("assign")} data-testid="customer-assign">
          {t("assign.open")}
        </Button>
      )}
      <Button
        variant="light"
        leftSection={<IconPlus size={16} />}
        disabled={ids.has(customer.id)}
        onClick={() => add([pickedFromCustomer(customer)])}
        data-testid="customer-to-basket"
      >
        {t("customers.basket")}
      </Button>
      {dialog === "share" && <ShareDialog shared={{ kind: "customer", id: customer.id, name: customer.name }} onClose={close} />}
      {dialog === "assign" && <AssignDialog ids={[customer.id]} name={customer.name} onClose={close} />}
    </Group>
  );
}

function Heading({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
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
            {[customer.code, customer.owner?.name, customer.pool?.name, `${t("customers.updated")} ${formatTime(customer.updated_at)}`].filter(Boolean).join(" · ")}
          </Text>
          <Why customerId={customer.id} />
        </Group>
      </div>
      <Acts customer={customer} />
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

function Overview({ customer, onOpen }: { customer: CustomerDetail; onOpen: (submissionId: string) => void }) {
  const { t } = useLanguage();
  const photos = customer.photos.map((media_id) => ({ media_id, field: "photos", state: "ready" as const }));
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Stack gap="md">
        <Card title={t("customers.profile")}>
          <CustomerProfile customer={customer} />
        </Card>
        <Card title={t("customers.routes")}>
          <OnRoutes customer={customer} />
        </Card>
        <Card title={t("share.list")}>
          <Shares customerId={customer.id} />
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
          <Timeline customerId={customer.id} onOpen={onOpen} />
        </Card>
      </Stack>
    </SimpleGrid>
  );
}

function LoadedCustomer({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  const [openedId, open] = useOpened();
  return (
    <div className="page">
      <Stack p="md" className="scroll" gap="md" maw={1280} w="100%" mx="auto">
        <Heading customer={customer} />
        <OpenConflicts recordId={customer.id} />
        <Tabs defaultValue="overview" keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="overview" leftSection={<IconId size={16} />}>
              {t("customers.overview")}
            </Tabs.Tab>
            <Tabs.Tab value="history" leftSection={<IconHistory size={16} />} data-testid="customer-history">
              {t("history.tab")}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="overview">
            <Overview customer={customer} onOpen={open} />
          </Tabs.Panel>
          <Tabs.Panel value="history">
            <HistoryList query={{}} customerId={customer.id} />
          </Tabs.Panel>
        </Tabs>
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
