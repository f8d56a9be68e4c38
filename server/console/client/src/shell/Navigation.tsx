import type { ReactNode } from "react";
import { Badge, Group, NavLink as MantineNavLink, ScrollArea, Stack } from "@mantine/core";
import {
  IconAlertOctagon,
  IconBell,
  IconDeviceMobile,
  IconFileCheck,
  IconGitCompare,
  IconMapPinCheck,
  IconRoute,
  IconUsers,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { NavLink, useLocation } from "react-router";
import { conflictsQuery, quarantineQuery } from "../api/queries";
import { useLanguage } from "../i18n/language";
import type { MessageKey } from "../i18n/vi";
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

const ENTRIES: Entry[] = [
  { to: "/", label: "nav.visits", icon: IconMapPinCheck },
  { to: "/submissions", label: "nav.submissions", icon: IconFileCheck },
  { to: "/customers", label: "nav.customers", icon: IconUsers },
  { to: "/routes", label: "nav.routes", icon: IconRoute },
  { to: "/conflicts", label: "nav.conflicts", icon: IconGitCompare, right: "conflict.read" },
  { to: "/quarantine", label: "nav.quarantine", icon: IconAlertOctagon, right: "quarantine.read" },
  { to: "/devices", label: "nav.devices", icon: IconDeviceMobile, right: "device.read" },
  { to: "/notifications", label: "nav.notifications", icon: IconBell },
];

function useWaiting(): Record<string, number> {
  const conflictsEnabled = useRight("conflict.read");
  const quarantineEnabled = useRight("quarantine.read");
  const conflicts = useQuery({ ...conflictsQuery("open"), enabled: conflictsEnabled }).data?.items.length ?? 0;
  const quarantined = useQuery({ ...quarantineQuery, enabled: quarantineEnabled }).data?.items.length ?? 0;
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

export function Navigation({ onGo }: { onGo: () => void }) {
  const { t } = useLanguage();
  const { pathname } = useLocation();
  const waiting = useWaiting();
  const isNarrow = useNarrow();
  const { rights } = useSession();
  const offered = ENTRIES.filter(({ right }) => right === undefined || rights.includes(right));
  return (
    <>
      <ScrollArea flex={1}>
        <Stack gap={2} component="nav">
          {offered.map(({ to, label, icon: Icon }) => (
            <MantineNavLink
              key={to}
              component={NavLink}
              to={to}
              label={t(label)}
              leftSection={<Icon size={19} stroke={1.6} />}
              rightSection={count(waiting[to])}
              active={to === "/" ? pathname === "/" : pathname.startsWith(to)}
              onClick={onGo}
              noWrap
              style={{ borderRadius: "var(--mantine-radius-md)" }}
              data-testid={`nav-${label.slice(4)}`}
            />
          ))}
        </Stack>
      </ScrollArea>
      {isNarrow && (
        <Group justify="space-between" pt="xs">
          <LanguageSwitch />
          <ThemeSwitch />
        </Group>
      )}
    </>
  );
}
