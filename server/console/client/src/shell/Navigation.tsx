import { Fragment, type ReactNode } from "react";
import { Badge, Group as Row, NavLink as MantineNavLink, ScrollArea, Stack, Text } from "@mantine/core";
import {
  IconAlertOctagon,
  IconBell,
  IconBuilding,
  IconBuildingCommunity,
  IconBuildingStore,
  IconChecklist,
  IconClipboardText,
  IconColumns3,
  IconCopy,
  IconDatabase,
  IconDeviceMobile,
  IconDiscount,
  IconFileCheck,
  IconFlag,
  IconForms,
  IconGitCompare,
  IconGitMerge,
  IconHeartbeat,
  IconHistory,
  IconListDetails,
  IconListNumbers,
  IconLogin2,
  IconMapPinCheck,
  IconPackage,
  IconReceipt,
  IconRefreshDot,
  IconRoute,
  IconShieldCheck,
  IconShoppingCart,
  IconSitemap,
  IconTags,
  IconTargetArrow,
  IconTicket,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { NavLink, useLocation } from "react-router";
import { organisationQuery } from "../api/organisationQueries";
import { conflictCountQuery, quarantineCountQuery } from "../api/queries";
import { useLanguage } from "../i18n/language";
import type { MessageKey } from "../i18n/vi";
import { isUnfinished } from "../start/steps";
import { useRight, useSession } from "./session";
import { useNarrow } from "./useNarrow";
import { LanguageSwitch, ThemeSwitch } from "./Switches";

interface Entry {
  to: string;
  label: MessageKey;
  icon: typeof IconRoute;
  /** Function right without which the page is not offered. */
  right?: string;
}

interface Group {
  heading: MessageKey;
  entries: Entry[];
}

const GROUPS: Group[] = [
  {
    heading: "nav.group.work",
    entries: [
      { to: "/", label: "nav.visits", icon: IconMapPinCheck },
      { to: "/fill", label: "nav.fill", icon: IconClipboardText, right: "form.read" },
      { to: "/submissions", label: "nav.submissions", icon: IconFileCheck },
      { to: "/routes", label: "nav.routes", icon: IconRoute },
      { to: "/tasks", label: "nav.tasks", icon: IconChecklist, right: "task.read" },
      { to: "/tickets", label: "nav.tickets", icon: IconTicket, right: "ticket.read" },
      { to: "/conflicts", label: "nav.conflicts", icon: IconGitCompare, right: "conflict.read" },
      { to: "/quarantine", label: "nav.quarantine", icon: IconAlertOctagon, right: "quarantine.read" },
      { to: "/notifications", label: "nav.notifications", icon: IconBell },
    ],
  },
  {
    heading: "nav.group.customers",
    entries: [
      { to: "/customers", label: "nav.customers", icon: IconBuildingStore },
      { to: "/customer-groups", label: "nav.groups", icon: IconUsersGroup },
      { to: "/duplicates", label: "nav.duplicates", icon: IconCopy, right: "customer.merge" },
      { to: "/pools", label: "nav.pools", icon: IconDatabase, right: "pool.write" },
    ],
  },
  {
    heading: "nav.group.selling",
    entries: [
      { to: "/orders", label: "nav.orders", icon: IconShoppingCart, right: "order.read" },
      { to: "/opportunities", label: "nav.opportunities", icon: IconTargetArrow, right: "opportunity.read" },
      { to: "/products", label: "nav.products", icon: IconPackage, right: "catalogue.read" },
      { to: "/price-lists", label: "nav.pricelists", icon: IconReceipt, right: "catalogue.read" },
      { to: "/promotions", label: "nav.promotions", icon: IconDiscount, right: "catalogue.read" },
    ],
  },
  {
    heading: "nav.group.setup",
    entries: [
      { to: "/steps", label: "nav.flow", icon: IconListNumbers, right: "catalogue.write" },
      { to: "/forms/builder", label: "nav.builder", icon: IconForms, right: "form.write" },
      { to: "/choice-lists", label: "nav.data", icon: IconListDetails, right: "form.write" },
      { to: "/field-definitions", label: "nav.registry", icon: IconColumns3, right: "form.write" },
      { to: "/tags", label: "nav.tags", icon: IconTags, right: "tag.write" },
      { to: "/update-sets", label: "nav.updatesets", icon: IconRefreshDot, right: "tag.write" },
    ],
  },
  {
    heading: "nav.group.organisation",
    entries: [
      { to: "/start", label: "nav.start", icon: IconFlag, right: "organisation.write" },
      { to: "/chart", label: "nav.chart", icon: IconSitemap, right: "employee.read" },
      { to: "/employees", label: "nav.employees", icon: IconUsers, right: "employee.read" },
      { to: "/teams", label: "nav.teams", icon: IconUsersGroup, right: "employee.read" },
      { to: "/departments", label: "nav.departments", icon: IconBuildingCommunity, right: "organisation.write" },
      { to: "/rights", label: "nav.rights", icon: IconShieldCheck, right: "right.grant" },
      { to: "/devices", label: "nav.devices", icon: IconDeviceMobile, right: "device.read" },
      { to: "/sync-health", label: "nav.health", icon: IconHeartbeat, right: "device.read" },
      { to: "/merge-policies", label: "nav.policies", icon: IconGitMerge, right: "policy.write" },
      { to: "/organisation", label: "nav.organisation", icon: IconBuilding, right: "organisation.write" },
      { to: "/sso", label: "nav.sso", icon: IconLogin2, right: "sso.write" },
      { to: "/history", label: "nav.history", icon: IconHistory, right: "audit.read" },
    ],
  },
];

/** The groups with the pages that this person may open; first steps only while some are left. */
function useOffered(): Group[] {
  const { rights } = useSession();
  const maySetUp = rights.includes("organisation.write");
  const steps = useQuery({ ...organisationQuery, enabled: maySetUp }).data?.steps ?? [];
  const isOffered = ({ to, right }: Entry) =>
    (right === undefined || rights.includes(right)) && (to !== "/start" || isUnfinished(steps));
  return GROUPS.map(({ heading, entries }) => ({ heading, entries: entries.filter(isOffered) })).filter(
    ({ entries }) => entries.length > 0,
  );
}

function useWaiting(): Record<string, number> {
  const conflictsEnabled = useRight("conflict.read");
  const quarantineEnabled = useRight("quarantine.read");
  const conflicts = useQuery({ ...conflictCountQuery, enabled: conflictsEnabled }).data?.open ?? 0;
  const quarantined = useQuery({ ...quarantineCountQuery, enabled: quarantineEnabled }).data?.open ?? 0;
  return { "/conflicts": conflicts, "/quarantine": quarantined };
}

function count(waiting: number | undefined): ReactNode {
  if (!waiting) return null;
  return (
    <Badge size="sm" variant="filled" color="amber.8">
      {waiting > 99 ? "99+" : waiting}
    </Badge>
  );
}

function PageLink({ entry: { to, label, icon: Icon }, waiting, onGo }: { entry: Entry; waiting: number | undefined; onGo: () => void }) {
  const { t } = useLanguage();
  const { pathname } = useLocation();
  return (
    <MantineNavLink
      component={NavLink}
      to={to}
      label={t(label)}
      leftSection={<Icon size={19} stroke={1.6} />}
      rightSection={count(waiting)}
      active={to === "/" ? pathname === "/" : pathname === to || pathname.startsWith(`${to}/`)}
      onClick={onGo}
      noWrap
      py={6}
      style={{ borderRadius: "var(--mantine-radius-md)" }}
      data-testid={`nav-${label.slice(4)}`}
    />
  );
}

export function Navigation({ onGo }: { onGo: () => void }) {
  const { t } = useLanguage();
  const waiting = useWaiting();
  const isNarrow = useNarrow();
  const groups = useOffered();
  return (
    <>
      <ScrollArea flex={1} type="auto">
        <Stack gap={2} component="nav" aria-label={t("nav.menu")}>
          {groups.map(({ heading, entries }) => (
            <Fragment key={heading}>
              <Text size="xs" fw={600} c="dimmed" px="sm" pt={8} pb={2}>
                {t(heading)}
              </Text>
              {entries.map((entry) => (
                <PageLink key={entry.to} entry={entry} waiting={waiting[entry.to]} onGo={onGo} />
              ))}
            </Fragment>
          ))}
        </Stack>
      </ScrollArea>
      {isNarrow && (
        <Row justify="space-between" pt="xs">
          <LanguageSwitch />
          <ThemeSwitch />
        </Row>
      )}
    </>
  );
}
