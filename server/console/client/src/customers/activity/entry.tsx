import {
  IconArrowUpRight,
  IconBulb,
  IconChecklist,
  IconFileText,
  IconGitMerge,
  IconLifebuoy,
  IconMail,
  IconMapPin,
  IconNote,
  IconPhone,
  IconShoppingCart,
} from "@tabler/icons-react";
import { useLanguage } from "../../i18n/language";
import type { MessageKey } from "../../i18n/vi";
import type { TimelineEntry, TimelineKind } from "./types";

const ICON: Record<TimelineKind, typeof IconMapPin> = {
  visit: IconMapPin,
  call: IconPhone,
  note: IconNote,
  email: IconMail,
  task: IconChecklist,
  ticket: IconLifebuoy,
  order: IconShoppingCart,
  opportunity: IconBulb,
  submission: IconFileText,
  status: IconArrowUpRight,
  merge: IconGitMerge,
};

/** The sign of a kind of entry. */
export function EntryIcon({ kind, size = 16 }: { kind: TimelineKind; size?: number }) {
  const Icon = ICON[kind] ?? IconFileText;
  return <Icon size={size} stroke={1.7} />;
}

const ACTIONS: Record<string, MessageKey> = {
  "customer.archive": "timeline.archive",
  "customer.restore": "timeline.restore",
  "customer.advance": "timeline.advance",
  "customer.convert": "timeline.convert",
  "customer.status": "timeline.status",
  "customer.merge": "timeline.merge",
  "customer.unmerge": "timeline.unmerge",
};

/** How an entry is called. */
export function useEntryTitle(): (entry: TimelineEntry) => string {
  const { t, say } = useLanguage();
  return (entry) => {
    const action = entry.action ? ACTIONS[entry.action] : undefined;
    return say(entry.title) || (action ? t(action) : "") || entry.form || t(`timeline.kind.${entry.kind}`);
  };
}
