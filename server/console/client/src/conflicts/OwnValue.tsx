import { useState } from "react";
import { Button, Group, MultiSelect, NumberInput, Select, Switch, TextInput, Textarea } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useQuery } from "@tanstack/react-query";
import { unitsQuery } from "../api/queries";
import type { AdministrativeUnits, Conflict, FormField } from "../api/types";
import { useLanguage } from "../i18n/language";
import { PickPictures } from "./PickPictures";
import { PickRecords } from "./PickRecords";

interface Props {
  conflict: Conflict;
  isPending: boolean;
  onCancel: () => void;
  onDone: (value: unknown) => void;
}

interface InputProps {
  conflict: Conflict;
  field: FormField;
  value: unknown;
  onChange: (value: unknown) => void;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value);
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}

function unitChoices(type: string, units: AdministrativeUnits | undefined) {
  if (type === "province") return (units?.provinces ?? []).map(([value, label]) => ({ value, label }));
  const provinces = new Map(units?.provinces.map(([code, name]) => [code, name]));
  return (units?.wards ?? []).map(([value, province, name]) => ({ value, label: `${name}, ${provinces.get(province) ?? province}` }));
}

function PlaceInput({ value, onChange }: Pick<InputProps, "value" | "onChange">) {
  const { t } = useLanguage();
  const { lat, lon } = (typeof value === "object" && value !== null ? value : {}) as { lat?: number; lon?: number };
  const degrees = { decimalScale: 6, hideControls: true, flex: 1 };
  const change = (part: "lat" | "lon") => (typed: string | number) => onChange({ lat, lon, [part]: typed === "" ? undefined : Number(typed) });
  return (
    <>
      <NumberInput {...degrees} label={t("conflicts.own.lat")} min={-90} max={90} value={lat ?? ""} onChange={change("lat")} data-testid="own-lat" />
      <NumberInput {...degrees} label={t("conflicts.own.lon")} min={-180} max={180} value={lon ?? ""} onChange={change("lon")} data-testid="own-lon" />
    </>
  );
}

/** An input that fits the field's type. */
function ValueInput({ conflict, field, value, onChange }: InputProps) {
  const { t, say } = useLanguage();
  const units = useQuery(unitsQuery).data;
  const common = { label: t("conflicts.own.label"), flex: 1, "data-testid": "own-value" };
  const choices = (field.options ?? []).map((option) => ({ value: option.value, label: say(option.label) }));
  switch (field.type) {
    case "select":
      return <Select {...common} data={choices} value={textOf(value)} onChange={onChange} />;
    case "multi":
      return <MultiSelect {...common} data={choices} value={textsOf(value)} onChange={onChange} />;
    case "province":
    case "ward":
      return <Select {...common} data={unitChoices(field.type, units)} value={textOf(value)} onChange={onChange} searchable limit={60} />;
    case "date":
      return <DatePickerInput {...common} valueFormat="DD/MM/YYYY" value={textOf(value) || null} onChange={onChange} />;
    case "stepper":
      return <NumberInput {...common} value={Number(value) || 0} onChange={(typed) => onChange(Number(typed))} allowDecimal={false} />;
    case "bool":
      return <Switch {...common} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case "longtext":
      return <Textarea {...common} autosize value={textOf(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
    case "gps":
      return <PlaceInput value={value} onChange={onChange} />;
    case "media":
      return <PickPictures conflict={conflict} value={textsOf(value)} onChange={onChange} />;
    case "ref":
    case "refs":
      return <PickRecords field={field} names={conflict.names} value={value} onChange={onChange} label={common.label} />;
    default:
      return <TextInput {...common} value={textOf(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}

/** A value that is neither of the two. */
export function OwnValue({ conflict, isPending, onCancel, onDone }: Props) {
  const { t } = useLanguage();
  const [value, setValue] = useState(conflict.present ?? conflict.kept.value);
  return (
    <Group align="flex-end" gap="xs">
      <ValueInput conflict={conflict} field={conflict.definition} value={value} onChange={setValue} />
      <Button variant="default" onClick={onCancel}>
        {t("action.cancel")}
      </Button>
      <Button loading={isPending} onClick={() => onDone(value)} data-testid="own-confirm">
        {t("conflicts.choose.other")}
      </Button>
    </Group>
  );
}
