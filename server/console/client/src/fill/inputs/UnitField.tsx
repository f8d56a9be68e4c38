import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../i18n/language";
import { matches } from "../../ui/fold";
import { type InputProps, useFilling } from "../context";
import { unitChoices } from "../units";
import { unitsQuery } from "../../api/queries";
import { asText, useLabelled } from "./shared";

const byWords = ({ options, search, limit }: { options: readonly unknown[]; search: string; limit: number }) =>
  (options as { value: string; label: string }[]).filter(({ label }) => matches(label, search)).slice(0, limit);

/** A province, a district of the old system, a ward: of the unit that the parent field names. */
export function UnitField(props: InputProps) {
  const { t } = useLanguage();
  const { scope } = useFilling();
  const { field, path, value, onChange, look } = props;
  const units = useQuery(unitsQuery).data;
  const labelled = useLabelled(props);
  const parent = field.parent === undefined ? undefined : asText(scope(path)[field.parent]);
  const data = unitChoices(units, field.type, parent, asText(value));
  return (
    <Select
      {...labelled}
      data={data}
      value={asText(value) || null}
      onChange={onChange}
      searchable
      limit={200}
      filter={byWords}
      placeholder={t("fill.choose")}
      nothingFoundMessage={t("fill.found.none")}
      readOnly={look.calculated}
      disabled={field.parent !== undefined && !parent && data.length === 0}
      clearable
    />
  );
}
