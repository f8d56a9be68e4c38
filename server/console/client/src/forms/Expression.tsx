import { Textarea } from "@mantine/core";
import { useLanguage } from "../i18n/language";
import { expressionFault } from "./expressions";

interface Props {
  label: string;
  description?: string;
  value: string;
  /** Names that the expression may use. */
  names: readonly string[];
  onChange: (value: string) => void;
  /** What the server found wrong with it. */
  fault?: string | undefined;
  testid: string;
}

const MOST_NAMES = 14;

/** An expression as text, judged with each letter. */
export function Expression({ label, description, value, names, onChange, fault, testid }: Props) {
  const { t } = useLanguage();
  const own = expressionFault(value, names);
  const error = own ? t(`forms.expression.${own.kind}`, { detail: own.detail }) : fault;
  const shown = names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(", ")}…` : names.join(", ");
  return (
    <Textarea
      label={label}
      description={description ?? t("forms.expression.names", { names: shown })}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      autosize
      minRows={1}
      spellCheck={false}
      styles={{ input: { fontFamily: "ui-monospace, monospace", fontSize: 12.5 } }}
      data-testid={testid}
    />
  );
}
