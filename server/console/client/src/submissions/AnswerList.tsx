import { type ReactNode } from "react";
import { Anchor, Badge, Text } from "@mantine/core";
import { useLanguage } from "../i18n/language";
import type { AnswerLine } from "./answers";
import classes from "./AnswerList.module.css";

function linked({ type, text }: AnswerLine): ReactNode {
  if (type === "phone") return <Anchor href={`tel:${text.replaceAll(" ", "")}`}>{text}</Anchor>;
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

/** The items of a repeat group, numbered as the form numbers them. */
function Items({ items }: { items: NonNullable<AnswerLine["items"]> }) {
  return (
    <div className={classes.items}>
      {items.map((item, index) => (
        <div key={index} className={classes.item} data-testid="answer-item">
          {item.label && (
            <Text size="xs" fw={600} mb={4}>
              {item.label}
            </Text>
          )}
          <Lines lines={item.lines} />
        </div>
      ))}
    </div>
  );
}

function Lines({ lines, extra }: { lines: AnswerLine[]; extra?: ((line: AnswerLine) => ReactNode) | undefined }) {
  const { t } = useLanguage();
  return (
    <dl className={classes.list}>
      {lines.map((line) => (
        <div key={line.name} className={line.items ? classes.group : classes.line}>
          <dt>
            {line.label}
            {line.isStranger && (
              <Badge size="xs" variant="outline" color="orange" tt="none" ml={6} title={t("answers.stranger.hint")} data-testid="answer-stranger">
                {t("answers.stranger")}
              </Badge>
            )}
          </dt>
          <dd>
            {line.items ? <Items items={line.items} /> : linked(line)}
            {extra?.(line)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface Props {
  lines: AnswerLine[];
  /** What stands behind an answer, such as its history. */
  extra?: (line: AnswerLine) => ReactNode;
}

/** Labels and answers below each other. */
export function AnswerList({ lines, extra }: Props) {
  const { t } = useLanguage();
  if (lines.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("submission.none")}
      </Text>
    );
  }
  return (
    <div data-testid="answers">
      <Lines lines={lines} extra={extra} />
    </div>
  );
}
