import type { ReactNode } from "react";
import { Anchor, Text } from "@mantine/core";
import { useLanguage } from "../i18n/language";
import type { AnswerLine } from "./answers";
import classes from "./AnswerList.module.css";

function linked({ type, text }: AnswerLine): ReactNode {
  if (type === "phone") return <Anchor href={`tel:${text}`}>{text}</Anchor>;
  if (type === "email") return <Anchor href={`mailto:${text}`}>{text}</Anchor>;
  if (type === "url" && /^https?:\/\//.test(text)) {
    return (
      <Anchor href={text} target="_blank" rel="noreferrer noopener">
        {text}
      </Anchor>
    );
  }
  return text;
}

/** Labels and answers below each other. */
export function AnswerList({ lines }: { lines: AnswerLine[] }) {
  const { t } = useLanguage();
  if (lines.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("submission.none")}
      </Text>
    );
  }
  return (
    <dl className={classes.list} data-testid="answers">
      {lines.map((line) => (
        <div key={line.name} className={classes.line}>
          <dt>{line.label}</dt>
          <dd>{linked(line)}</dd>
        </div>
      ))}
    </dl>
  );
}
