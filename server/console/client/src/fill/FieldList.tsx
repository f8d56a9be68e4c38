import { Fragment } from "react";
import { Box } from "@mantine/core";
import { PLACE_OF_DELIVERY } from "@tuyen/sdk";
import type { FieldDefinition, FieldType } from "../api/formTypes";
import { type InputProps, type Path, useFilling } from "./context";
import { KeptPlaces } from "./KeptPlaces";
import { answerAt, handleOf } from "./paths";
import { AttributesField } from "./inputs/AttributesField";
import { ButtonField } from "./inputs/ButtonField";
import { BoolField, MultiField, SelectField } from "./inputs/ChoiceField";
import { GpsField } from "./inputs/GpsField";
import { MediaField } from "./inputs/MediaField";
import { NumberField } from "./inputs/NumberField";
import { RefField, RefsField } from "./inputs/RefField";
import { RepeatField } from "./inputs/RepeatField";
import { TextField } from "./inputs/TextField";
import { DateField, DateTimeField, WindowField } from "./inputs/TimeFields";
import { UnitField } from "./inputs/UnitField";

const INPUT: Record<FieldType, React.ComponentType<InputProps>> = {
  text: TextField,
  longtext: TextField,
  phone: TextField,
  email: TextField,
  url: TextField,
  select: SelectField,
  multi: MultiField,
  bool: BoolField,
  date: DateField,
  datetime: DateTimeField,
  time_window: WindowField,
  stepper: NumberField,
  number: NumberField,
  money: NumberField,
  percent: NumberField,
  ref: RefField,
  refs: RefsField,
  province: UnitField,
  district: UnitField,
  ward: UnitField,
  gps: GpsField,
  media: MediaField,
  repeat: RepeatField,
  attributes: AttributesField,
  button: ButtonField,
};

function FieldBox({ field, path }: { field: FieldDefinition; path: Path }) {
  const { values, look, change } = useFilling();
  const shown = look(field, path);
  if (!shown.shown) return null;
  // A type of a newer server is filled in as text.
  const Input = INPUT[field.type] ?? TextField;
  return (
    <Box data-testid={`field-${handleOf(path)}`} data-fault={shown.fault !== undefined || undefined}>
      <Input field={field} path={path} look={shown} value={answerAt(values, path)} onChange={(value) => change(path, value)} />
    </Box>
  );
}

/** The fields of a form or of one row of it, those that are shown now. */
export function FieldList({ fields, prefix }: { fields: readonly FieldDefinition[]; prefix: string }) {
  return (
    <Box style={{ display: "flex", flexDirection: "column", gap: "var(--mantine-spacing-md)" }}>
      {fields.map((field) => (
        <Fragment key={field.name}>
          <FieldBox field={field} path={`${prefix}${field.name}`} />
          {field.name === PLACE_OF_DELIVERY && <KeptPlaces />}
        </Fragment>
      ))}
    </Box>
  );
}
