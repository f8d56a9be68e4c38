import { Badge } from "@mantine/core";
import { IconAlertTriangleFilled, IconArrowBackUp, IconCheck, IconClock, IconX } from "@tabler/icons-react";
import type { ReviewState } from "../api/types";
import { useLanguage } from "../i18n/language";
import { flagKey } from "../submissions/flags";
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

/** Something about the evidence that a reviewer should look at. */
export function FlagBadge({ code, words }: { code: string; words?: string }) {
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
      {words ?? t(flagKey(code))}
    </Badge>
  );
}
