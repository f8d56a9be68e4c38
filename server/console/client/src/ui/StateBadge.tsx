import { Badge } from "@mantine/core";
import { IconAlertTriangleFilled, IconArrowBackUp, IconCheck, IconClock, IconX } from "@tabler/icons-react";
import type { ReviewState } from "../api/types";
import { useLanguage } from "../i18n/language";
import type { MessageKey } from "../i18n/vi";
import { STATE_MANTINE_COLOUR } from "../theme";

const ICON: Record<ReviewState, typeof IconCheck> = {
  received: IconClock,
  has_issues: IconArrowBackUp,
  approved: IconCheck,
  rejected: IconX,
};

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
    >
      {t(`state.${state}`)}
    </Badge>
  );
}

/** What each flag code of the server begins with, and the words for it. */
const FLAG_WORDS: [RegExp, MessageKey][] = [
  [/far|distance|outside/, "flag.far"],
  [/mock/, "flag.mock"],
  [/clock|skew/, "flag.clock"],
  [/accura/, "flag.accuracy"],
  [/photo|media|duplicate|dhash/, "flag.photo"],
  [/gps|place|position|location/, "flag.place"],
  [/late/, "flag.late"],
];

export function flagKey(code: string): MessageKey {
  return FLAG_WORDS.find(([pattern]) => pattern.test(code))?.[1] ?? "flag.other";
}

/** Something about the evidence that a reviewer should look at. */
export function FlagBadge({ code }: { code: string }) {
  const { t } = useLanguage();
  return (
    <Badge
      size="sm"
      variant="outline"
      tt="none"
      fw={500}
      color="orange.8"
      title={code}
      leftSection={<IconAlertTriangleFilled size={11} />}
    >
      {t(flagKey(code))}
    </Badge>
  );
}
