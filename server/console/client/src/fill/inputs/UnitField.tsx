import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { formerUnitsQuery, unitsQuery } from "../../api/queries";
import { useLanguage } from "../../i18n/language";
import { matches } from "../../ui/fold";
import { type InputProps, useFilling } from "../context";
import { isLegacy, legacyChoices, narrowing, unitChoices } from "../units";
import { asText, useLabelled } from "./shared";

const MOST = 200;

const byWords = ({ options, search, limit }: { options: readonly unknown[]; search: string; limit: number }) =>
  (options as { value: string; label: string }[]).filter(({ label }) => matches(label, search)).slice(0, limit);

/** A province, a district of before July 2025, a ward: of the unit that is chosen above it. */
export function UnitField(props: InputProps) {
  const { t } = useLanguage();
  const { scope } = useFilling();
  const { field, path, value, onChange, look } = props;
  const around = scope(path);
  const legacy = isLegacy(field.name, around);
  const units = useQuery(unitsQuery).data;
  const former = useQuery({ ...formerUnitsQuery, enabled: legacy }).data;
  const labelled = useLabelled(props);
  const narrower = narrowing(field.name, field.type, field.parent, legacy);
  const above = narrower === undefined ? undefined : asText(around[narrower]);
  const chosen = asText(value);
  const data = legacy ? legacyChoices(former, field.type, above, chosen) : unitChoices(units, field.type, above, chosen);
  return (
    <Select
      {...labelled}
      data={data}
      value={chosen || null}
      onChange={onChange}
      searchable
      openOnFocus={false}
      limit={MOST}
      filter={byWords}
      placeholder={t("fill.choose")}
      nothingFoundMessage={t("fill.found.none")}
      readOnly={look.calculated}
      disabled={narrower !== undefined && !above && data.length === 0}
      clearable
    />
  );
}
