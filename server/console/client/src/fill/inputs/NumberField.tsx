import { NumberInput } from "@mantine/core";
import { useLanguage } from "../../i18n/language";
import type { InputProps } from "../context";
import { useLabelled } from "./shared";

const DECIMALS: Record<string, number> = { stepper: 0, money: 0, percent: 2, number: 6 };
const UNIT: Record<string, string> = { money: " ₫", percent: " %" };

/** A number with the signs of the language; a stepper has − and +. */
export function NumberField(props: InputProps) {
  const { t, say } = useLanguage();
  const { field, value, look, onChange } = props;
  const labelled = useLabelled(props);
  const unit = field.unit ? ` ${say(field.unit)}` : UNIT[field.type];
  return (
    <NumberInput
      {...labelled}
      value={typeof value === "number" ? value : ""}
      onChange={(typed) => onChange(typeof typed === "number" ? typed : typed === "" ? null : Number(typed))}
      readOnly={look.calculated}
      decimalScale={DECIMALS[field.type] ?? 6}
      allowNegative={field.min === undefined || field.min < 0}
      thousandSeparator={t("number.group")}
      decimalSeparator={t("number.decimal")}
      hideControls={field.type !== "stepper" || look.calculated}
      // Limits are judged with words beside the field, not by changing what was typed.
      clampBehavior="none"
      {...(field.type === "stepper" ? { startValue: field.min ?? 1, min: field.min ?? Number.MIN_SAFE_INTEGER } : {})}
      {...(unit ? { suffix: unit } : {})}
    />
  );
}
