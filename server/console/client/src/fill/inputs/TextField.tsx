import type { ReactNode } from "react";
import { ActionIcon, TextInput, Textarea } from "@mantine/core";
import { IconAt, IconLink, IconMicrophone, IconPhone, IconPlayerStop } from "@tabler/icons-react";
import { useLanguage } from "../../i18n/language";
import type { InputProps } from "../context";
import { canListen, useListening } from "../voice";
import { asText, useLabelled } from "./shared";

const LOOK: Record<string, { icon: ReactNode; inputMode: "tel" | "email" | "url" }> = {
  phone: { icon: <IconPhone size={16} stroke={1.6} />, inputMode: "tel" },
  email: { icon: <IconAt size={16} stroke={1.6} />, inputMode: "email" },
  url: { icon: <IconLink size={16} stroke={1.6} />, inputMode: "url" },
};

function Voice({ text, onText }: { text: string; onText: (text: string) => void }) {
  const { t, language } = useLanguage();
  const { isListening, toggle } = useListening(language === "vi" ? "vi-VN" : "en-US", text, onText);
  const label = t(isListening ? "fill.voice.stop" : "fill.voice");
  return (
    <ActionIcon variant={isListening ? "filled" : "subtle"} color={isListening ? "red" : "gray"} onClick={toggle} aria-label={label} title={label} data-testid="voice">
      {isListening ? <IconPlayerStop size={16} /> : <IconMicrophone size={16} stroke={1.6} />}
    </ActionIcon>
  );
}

/** A line of text, or several of them; a telephone number, an address of e-mail or web. */
export function TextField(props: InputProps) {
  const { field, value, look, onChange } = props;
  const labelled = useLabelled(props);
  const text = asText(value);
  const isLong = field.type === "longtext";
  const voice = (field.voice || isLong) && canListen() ? <Voice text={text} onText={onChange} /> : undefined;
  const common = { ...labelled, value: text, readOnly: look.calculated, rightSection: voice };
  if (isLong) {
    return <Textarea {...common} autosize minRows={2} maxRows={12} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  const kind = LOOK[field.type];
  return (
    <TextInput
      {...common}
      autoComplete="off"
      leftSection={kind?.icon}
      inputMode={kind?.inputMode ?? "text"}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
