/** What became of a submission, as a small label. */
import type { HistoryItem, Stage } from "../data/history";
import { useSpeech } from "../i18n";
import { Icon, type IconName } from "./icons";

const LOOKS: Record<Stage, { tone: string; icon: IconName }> = {
  waiting: { tone: "warn", icon: "clock" },
  held: { tone: "info", icon: "clock" },
  received: { tone: "info", icon: "check" },
  approved: { tone: "good", icon: "check" },
  has_issues: { tone: "warn", icon: "reply" },
  rejected: { tone: "bad", icon: "close" },
  dismissed: { tone: "bad", icon: "close" },
  refused: { tone: "bad", icon: "warn" },
};

export function StageChip({ stage }: { stage: Stage }) {
  const { t } = useSpeech();
  return (
    <span className={`chip ${LOOKS[stage].tone}`} data-testid="stage" data-stage={stage}>
      <Icon name={LOOKS[stage].icon} size={14} />{t(`stage.${stage}`)}
    </span>
  );
}

export function MediaChip({ media }: { media: HistoryItem["media"] }) {
  const { t } = useSpeech();
  if (media.all === 0) return null;
  if (media.failed > 0) return <span className="chip bad"><Icon name="image" size={14} />{t("queue.media.failed", { n: media.failed })}</span>;
  const done = media.sent === media.all;
  return (
    <span className={done ? "chip" : "chip warn"} data-testid="media-state">
      <Icon name="image" size={14} />{t(done ? "queue.media.done" : "queue.media.waiting", { n: media.sent, all: media.all })}
    </span>
  );
}
