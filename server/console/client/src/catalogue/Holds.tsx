import { Group } from "@mantine/core";
import type { InUse } from "../api/recordTypes";
import { useLanguage } from "../i18n/language";
import { StatusMark } from "../ui/StatusMark";

/** The state that somebody set, and whether it holds today. */
export function Holds({ status, holds, words }: { status: InUse; holds: boolean; words: string }) {
  const { t } = useLanguage();
  return (
    <Group gap={4}>
      <StatusMark colour={status === "active" ? "green" : "gray"} words={t(`status.${status}`)} />
      {holds && <StatusMark colour="teal" words={words} />}
    </Group>
  );
}
