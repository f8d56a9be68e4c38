import { Text } from "@mantine/core";
import { useLanguage } from "../i18n/language";
import { formatTime } from "../ui/format";
import { useNow } from "../ui/useNow";
import { spanText } from "./span";

/** A deadline and how far it is, or how long it is past. */
export function Deadline({ at, finished, overdue }: { at: string; finished: boolean; overdue: boolean }) {
  const { t } = useLanguage();
  const now = useNow();
  const span = spanText(Math.abs(Date.parse(at) - now.getTime()), t);
  return (
    <>
      <Text size="sm" c={overdue ? "red.9" : undefined} fw={overdue ? 600 : 400}>
        {formatTime(at, now)}
      </Text>
      {!finished && (
        <Text size="xs" c={overdue ? "red.9" : "dimmed"}>
          {t(overdue ? "tickets.late" : "tickets.left", { n: span })}
        </Text>
      )}
    </>
  );
}
