import type { FieldType } from "@tuyen/sdk";
import { useState, type ChangeEvent, type HTMLAttributes } from "react";

import { useSpeech } from "../i18n";
import { Icon } from "../parts/icons";
import { canListen, useListening } from "../voice";
import type { FieldControl } from "./control";

const KEYBOARDS: Partial<Record<FieldType, HTMLAttributes<HTMLElement>["inputMode"]>> = { phone: "tel", email: "email", url: "url" };
const INPUT_TYPES: Partial<Record<FieldType, string>> = { phone: "tel", email: "email", date: "date" };

export function TextField({ field, id, name, value, onChange, describedBy, invalid }: FieldControl) {
  const text = typeof value === "string" ? value : "";
  const shared = {
    id, className: "input", value: text, "aria-describedby": describedBy, "aria-invalid": invalid, "aria-required": field.required,
    "data-testid": `input-${name}`, maxLength: field.type === "longtext" ? 20_000 : undefined,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange(event.target.value),
  };
  const plain = field.type === "phone" || field.type === "email" || field.type === "url";
  const input = field.type === "longtext"
    ? <textarea rows={4} {...shared} />
    : <input type={INPUT_TYPES[field.type] ?? "text"} inputMode={KEYBOARDS[field.type]} autoComplete="off"
        autoCapitalize={plain ? "none" : "sentences"} spellCheck={false} {...shared} />;
  const speaks = (field.voice || field.type === "longtext") && canListen();
  return speaks ? <WithVoice name={name} text={text} onText={onChange}>{input}</WithVoice> : input;
}

function WithVoice({ name, text, onText, children }: { name: string; text: string; onText: (text: string) => void; children: React.ReactNode }) {
  const { t, language } = useSpeech();
  const [failed, setFailed] = useState(false);
  const { listening, toggle } = useListening(language === "vi" ? "vi-VN" : "en-US", text, onText, setFailed);
  return (
    <>
      <div className="with-voice">
        {children}
        <button type="button" className={listening ? "icon-button mic on" : "icon-button mic"} aria-pressed={listening} onClick={toggle}
          data-testid={`voice-${name}`} aria-label={t(listening ? "voice.stop" : "voice.start")}><Icon name="mic" /></button>
      </div>
      <p className="quiet" role="status">{listening ? t("voice.listening") : failed ? t("voice.failed") : null}</p>
    </>
  );
}
