import { useState } from "react";
import { Badge, Button, Group, Stack, Tabs, Text, Title } from "@mantine/core";
import { IconArrowLeft, IconPencil, IconPlus, IconShare, IconUserShare } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearchParams } from "react-router";
import { customerQuery } from "../api/queries";
import type { CustomerDetail } from "../api/types";
import { OpenConflicts } from "../conflicts/OpenConflicts";
import { HistoryList } from "../history/HistoryList";
import { useLanguage } from "../i18n/language";
import { useRight, useSession } from "../shell/session";
import { SubmissionDrawer } from "../submissions/SubmissionDrawer";
import { LoadingRows } from "../ui/Blank";
import { ErrorNotice } from "../ui/ErrorNotice";
import { formatTime } from "../ui/format";
import { useOpened } from "../visits/useFilter";
import { AssignDialog } from "./AssignDialog";
import { FormDialog } from "./FormDialog";
import { ShareDialog } from "./ShareDialog";
import { StatusBadge } from "./StatusBadge";
import { Why } from "./Why";
import { FollowUpsTab } from "./activity/FollowUpsTab";
import { NotesTab } from "./activity/NotesTab";
import { TasksTab } from "./activity/TasksTab";
import { CallsTab, TicketsTab } from "./activity/TicketsTab";
import { EmailsTab } from "./mail/EmailsTab";
import { DuplicatesBanner } from "./merge/Duplicates";
import { Banners } from "./record/Banners";
import { FilesTab } from "./record/FilesTab";
import { Lifecycle } from "./record/Lifecycle";
import { Overview } from "./record/Overview";
import { FormButtons, OpportunitiesTab, OrdersTab } from "./record/SalesTab";
import { pickedFromCustomer } from "./selection";
import { useSelection } from "./selectionContext";
import classes from "./CustomerPage.module.css";

const TABS = [
  { value: "overview", right: null },
  { value: "followups", right: null },
  { value: "notes", right: null },
  { value: "emails", right: null },
  { value: "sales", right: "order.read" },
  { value: "requests", right: "order.read" },
  { value: "quotations", right: "order.read" },
  { value: "tasks", right: "task.read" },
  { value: "tickets", right: "ticket.read" },
  { value: "opportunities", right: "opportunity.read" },
  { value: "files", right: null },
  { value: "calls", right: null },
  { value: "system", right: null },
] as const;
type Tab = (typeof TABS)[number]["value"];

function Acts({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  const { ids, add } = useSelection();
  const [dialog, setDialog] = useState<"share" | "assign" | "edit" | null>(null);
  const mayShare = useRight("customer.share");
  const mayEdit = customer.level !== "view";
  const mayAssign = useRight("customer.assign") && mayEdit;
  const close = () => setDialog(null);
  if (customer.archived_at) return null;
  return (
    <Group gap={6}>
      <Lifecycle customer={customer} />
      {mayEdit && (
        <Button size="xs" variant="light" leftSection={<IconPencil size={16} />} onClick={() => setDialog("edit")} data-testid="customer-edit">
          {t("customer.edit")}
        </Button>
      )}
      {mayShare && (
        <Button size="xs" variant="light" leftSection={<IconShare size={16} />} onClick={() => setDialog("share")} data-testid="customer-share">
          {t("share.open")}
        </Button>
      )}
      {mayAssign && (
        <Button size="xs" variant="light" leftSection={<IconUserShare size={16} />} onClick={() => setDialog("assign")} data-testid="customer-assign">
          {t("assign.open")}
        </Button>
      )}
      <Button
        size="xs"
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
      {dialog === "edit" && <FormDialog formKey={`customer.${customer.kind}`} record={{ kind: "customer", id: customer.id }} onClose={close} onDone={close} />}
    </Group>
  );
}

function Heading({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  const facts = [customer.code, customer.phone_text, customer.owner?.name, customer.pool?.name, `${t("customers.updated")} ${formatTime(customer.updated_at)}`];
  return (
    <Group justify="space-between" align="flex-end">
      <div>
        <Button component={Link} to="/customers" size="compact-xs" variant="subtle" color="gray" leftSection={<IconArrowLeft size={14} />} ml={-8}>
          {t("customers.title")}
        </Button>
        <Group gap="xs">
          <Title order={1} fz="xl">
            {customer.name}
          </Title>
          <StatusBadge status={customer.status} size="md" />
        </Group>
        <Group gap={6} mt={4}>
          <Badge variant="light" tt="none">
            {t(`kind.${customer.kind}`)}
          </Badge>
          {customer.buyer && (
            <Badge variant="outline" tt="none" data-testid="buyer">
              {t("customer.buyer", { code: customer.buyer.code })}
            </Badge>
          )}
          <Text size="sm" c="dimmed">
            {facts.filter(Boolean).join(" · ")}
          </Text>
          <Why customerId={customer.id} />
        </Group>
      </div>
      <Acts customer={customer} />
    </Group>
  );
}

function Panel({ tab, customer, onOpen }: { tab: Tab; customer: CustomerDetail; onOpen: (submissionId: string) => void }) {
  const { id } = customer;
  switch (tab) {
    case "overview":
      return <Overview customer={customer} onOpen={onOpen} />;
    case "followups":
      return <FollowUpsTab customerId={id} onOpen={onOpen} />;
    case "notes":
      return <NotesTab customerId={id} />;
    case "emails":
      return <EmailsTab customer={customer} />;
    case "sales":
      return <OrdersTab customerId={id} of="orders" />;
    case "requests":
      return <OrdersTab customerId={id} of="requests" />;
    case "quotations":
      return <OrdersTab customerId={id} of="quotations" />;
    case "tasks":
      return <TasksTab customerId={id} />;
    case "tickets":
      return (
        <Stack gap="sm">
          <FormButtons customerId={id} keys={["support.tele", "support.f2f"]} />
          <TicketsTab customerId={id} />
        </Stack>
      );
    case "opportunities":
      return <OpportunitiesTab customerId={id} />;
    case "files":
      return <FilesTab customer={customer} />;
    case "calls":
      return (
        <Stack gap="sm">
          <FormButtons customerId={id} keys={["interaction.tele"]} />
          <CallsTab customerId={id} onOpen={onOpen} />
        </Stack>
      );
    case "system":
      return <HistoryList query={{}} customerId={id} />;
  }
}

/** The tab in the address, so that a link leads to it. */
function useTab() {
  const [parameters, setParameters] = useSearchParams();
  const { rights } = useSession();
  const offered = TABS.filter(({ right }) => right === null || rights.includes(right));
  const tab: Tab = offered.find(({ value }) => value === parameters.get("tab"))?.value ?? "overview";
  function change(next: string | null): void {
    setParameters((now) => {
      const written = new URLSearchParams(now);
      if (next && next !== "overview") written.set("tab", next);
      else written.delete("tab");
      return written;
    });
  }
  return { offered, tab, change };
}

function LoadedCustomer({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  const [openedId, open] = useOpened();
  const { offered, tab, change } = useTab();
  return (
    <div className="page">
      <Stack p="md" className={`scroll ${classes.body}`} gap="md" maw={1280} w="100%" mx="auto">
        <Heading customer={customer} />
        <Banners customer={customer} />
        {customer.duplicates > 0 && <DuplicatesBanner customerId={customer.id} />}
        <OpenConflicts recordId={customer.id} />
        <Tabs value={tab} onChange={change} keepMounted={false}>
          <Tabs.List mb="md" className={classes.tabs ?? ""}>
            {offered.map(({ value }) => (
              <Tabs.Tab key={value} value={value} data-testid={value === "system" ? "customer-history" : `tab-${value}`}>
                {t(`customer.tab.${value}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={tab}>
            <Panel tab={tab} customer={customer} onOpen={open} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
      <SubmissionDrawer submissionId={openedId} onClose={() => open(null)} />
    </div>
  );
}

/** One customer: who, where, what happened, what is to be done. */
export default function CustomerPage() {
  const { customerId } = useParams();
  const { data, error, refetch } = useQuery(customerQuery(customerId ?? null));
  if (data) return <LoadedCustomer key={data.id} customer={data} />;
  return error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <LoadingRows />;
}
