import { Group, Input, TextInput } from "@mantine/core";
import { DatePickerInput, DateTimePicker } from "@mantine/dates";
import { IconCalendar } from "@tabler/icons-react";
import { useLanguage } from "../../i18n/language";
import { ZONE_OFFSET, wallTimeOf } from "../../ui/format";
import type { InputProps } from "../context";
import { asText, useLabelled } from "./shared";

/** A day. */
export function DateField(props: InputProps) {
  const { t } = useLanguage();
  const labelled = useLabelled(props);
  return (
    <DatePickerInput
      {...labelled}
      value={asText(props.value) || null}
      onChange={props.onChange}
      readOnly={props.look.calculated}
      valueFormat="DD/MM/YYYY"
      placeholder={t("fill.choose")}
      leftSection={<IconCalendar size={16} stroke={1.6} />}
      clearable
      clearButtonProps={{ "aria-label": t("fill.clear", { name: labelled.label }) }}
    />
  );
}

/** A moment, chosen in the organisation's zone and kept with it. */
export function DateTimeField(props: InputProps) {
  const { t } = useLanguage();
  const labelled = useLabelled(props);
  const value = asText(props.value);
  return (
    <DateTimePicker
      {...labelled}
      value={value ? wallTimeOf(value) : null}
      onChange={(chosen) => props.onChange(chosen ? `${chosen.replace(" ", "T")}${ZONE_OFFSET}` : null)}
      readOnly={props.look.calculated}
      valueFormat="DD/MM/YYYY HH:mm"
      placeholder={t("fill.choose")}
      leftSection={<IconCalendar size={16} stroke={1.6} />}
      clearable
      clearButtonProps={{ "aria-label": t("fill.clear", { name: labelled.label }) }}
    />
  );
}

interface Window {
  from?: string;
  to?: string;
}

/** From a time of day to another one. */
export function WindowField(props: InputProps) {
  const { t } = useLanguage();
  const { "data-testid": testid, id, ...labelled } = useLabelled(props);
  const window = (props.value ?? {}) as Window;
  function set(part: Window): void {
    const { from = "", to = "" } = { ...window, ...part };
    props.onChange(from || to ? { from, to } : null);
  }
  return (
    <Input.Wrapper {...labelled} id={id} labelElement="div">
      <Group gap="xs" grow>
        {(["from", "to"] as const).map((side) => (
          <TextInput
            key={side}
            type="time"
            value={window[side] ?? ""}
            onChange={(event) => set({ [side]: event.currentTarget.value })}
            aria-label={`${labelled.label}: ${t(`fill.window.${side}`)}`}
            leftSection={<span style={{ fontSize: 11, opacity: 0.7 }}>{t(`fill.window.${side}`)}</span>}
            leftSectionWidth={62}
            data-testid={`${testid}-${side}`}
          />
        ))}
      </Group>
    </Input.Wrapper>
  );
}
