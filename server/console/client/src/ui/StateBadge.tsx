import { Badge } from "@mantine/core";
import { IconAlertTriangleFilled, IconArrowBackUp, IconCheck, IconClock, IconX } from "@tabler/icons-react";
import type { ReviewState } from "../api/types";
import { useLanguage } from "../i18n/language";
import type { MessageKey } from "../i18n/vi";
import { STATE_MANTINE_COLOUR } from "../theme";
import classes from "./StateBadge.module.css";

const ICON: Record<ReviewState, typeof IconCheck> = {
  received: IconClock,
  has_issues: IconArrowBackUp,
  approved: IconCheck,
  rejected: IconX,
};

/** A shade dark enough to be read on the light ground of a badge, and light enough on a dark one. */
function readable(colour: string): string {
  return `light-dark(var(--mantine-color-${colour}-9), var(--mantine-color-${colour}-3))`;
}

/** The review state in colour, sign and words. */
export function StateBadge({ state }: { state: ReviewState }) {
  const { t } = useLanguage();
  const Icon = ICON[state];
  return (
    <Badge
      size="sm"
      variant="light"
      tt="none"
      fw={600}
      color={STATE_MANTINE_COLOUR[state]}
      leftSection={<Icon size={12} stroke={2.5} />}
      data-state={state}
      className={classes.badge}
      vars={() => ({ root: { "--badge-color": readable(STATE_MANTINE_COLOUR[state]) } })}
    >
      {t(`state.${state}`)}
    </Badge>
  );
}

/** The words for each flag code of the server; a code may go on with `:` and a field's name. */
const FLAG_WORDS: Record<string, MessageKey> = {
  no_fix: "flag.no_fix",
  no_pin: "flag.no_pin",
  far_from_pin: "flag.far_from_pin",
  poor_accuracy: "flag.poor_accuracy",
  mock_location: "flag.mock_location",
  clock_skew: "flag.clock_skew",
  customer_not_visible: "flag.customer_not_visible",
  route_stopped: "flag.route_stopped",
  field_missing: "flag.field_missing",
  field_invalid: "flag.field_invalid",
  field_unknown: "flag.field_unknown",
};

/** Something about the evidence that a reviewer should look at. */
export function FlagBadge({ code }: { code: string }) {
  const { t } = useLanguage();
  return (
    <Badge
      size="sm"
      variant="outline"
      tt="none"
      fw={500}
      color="orange"
      title={code}
      leftSection={<IconAlertTriangleFilled size={11} />}
    >
      {t(FLAG_WORDS[code.split(":")[0] ?? code] ?? "flag.other")}
    </Badge>
  );
}
