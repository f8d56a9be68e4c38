import { Button, Drawer, Group, Select, type SelectProps, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { poolsQuery } from "../../api/organisationQueries";
import { unitsQuery } from "../../api/queries";
import { CUSTOMER_KINDS, type CustomerKind, type FormField } from "../../api/types";
import { choiceListsQuery, tagsQuery } from "../../data/queries";
import { useLanguage } from "../../i18n/language";
import { PersonSelect } from "../../organisation/PersonSelect";
import { matches } from "../../ui/fold";
import { type CustomerFilter, NO_FILTER } from "../filter";
import { STATUSES } from "../status";
import { groupsQuery } from "./queries";

interface Props {
  filter: CustomerFilter;
  onChange: (filter: CustomerFilter) => void;
  fields: ReadonlyMap<string, FormField>;
  onClose: () => void;
}

interface Choice {
  value: string;
  label: string;
}

function Choose({ data, ...rest }: Omit<SelectProps, "data" | "filter"> & { data: Choice[] }) {
  return (
    <Select
      data={data}
      searchable
      clearable
      limit={200}
      filter={({ options, search }) => (options as Choice[]).filter(({ label }) => matches(label, search))}
      {...rest}
    />
  );
}

const named = (items: readonly { id: string; name: string }[] | undefined): Choice[] => (items ?? []).map(({ id, name }) => ({ value: id, label: name }));

/** Province, and the wards in it. */
function Area({ filter, onChange }: Pick<Props, "filter" | "onChange">) {
  const { t } = useLanguage();
  const units = useQuery(unitsQuery).data;
  const provinces = (units?.provinces ?? []).map(([value, label]) => ({ value, label }));
  const wards = (units?.wards ?? []).filter(([, province]) => province === filter.province).map(([value, , label]) => ({ value, label }));
  return (
    <>
      <Choose label={t("filters.province")} data={provinces} value={filter.province} onChange={(province) => onChange({ ...filter, province, ward: null })} data-testid="filter-province" />
      <Choose label={t("filters.ward")} data={wards} value={filter.ward} onChange={(ward) => onChange({ ...filter, ward })} disabled={filter.province === null} data-testid="filter-ward" />
    </>
  );
}

function FieldFilter({ field, value, onChange }: { field: FormField; value: string; onChange: (value: string) => void }) {
  const { t, say } = useLanguage();
  const lists = useQuery(choiceListsQuery).data?.items;
  const options = field.options ?? lists?.find(({ key }) => key === field.options_from)?.options;
  const common = { label: say(field.label), "data-testid": `filter-field-${field.name}` };
  if (field.type === "bool") {
    const data = [{ value: "true", label: t("value.yes") }, { value: "false", label: t("value.no") }];
    return <Choose {...common} data={data} value={value || null} onChange={(chosen) => onChange(chosen ?? "")} />;
  }
  if (options) {
    return <Choose {...common} data={options.map((option) => ({ value: option.value, label: say(option.label) }))} value={value || null} onChange={(chosen) => onChange(chosen ?? "")} />;
  }
  return <TextInput {...common} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
}

/** Everything by which the list can be narrowed. */
export function FilterDrawer({ filter, onChange, fields, onClose }: Props) {
  const { t, say } = useLanguage();
  const groups = useQuery(groupsQuery()).data?.items;
  const tags = useQuery(tagsQuery).data?.items;
  const pools = useQuery(poolsQuery).data?.items;
  const sources = useQuery(choiceListsQuery).data?.items.find(({ key }) => key === "sources")?.options ?? [];
  const set = (part: Partial<CustomerFilter>) => onChange({ ...filter, ...part });
  function setField(name: string, value: string): void {
    const rest = Object.fromEntries(Object.entries(filter.fields).filter(([known]) => known !== name));
    set({ fields: value === "" ? rest : { ...rest, [name]: value } });
  }
  return (
    <Drawer opened onClose={onClose} position="right" size={360} title={t("filters.title")} closeButtonProps={{ "aria-label": t("action.close") }}>
      <Stack gap="sm" data-testid="filters">
        <Choose label={t("column.status")} data={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))} value={filter.status} onChange={(status) => set({ status })} data-testid="filter-status" />
        <Choose
          label={t("filter.kind")}
          data={CUSTOMER_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          value={filter.kind}
          onChange={(kind) => set({ kind: kind as CustomerKind | null })}
          data-testid="customer-kind"
        />
        <PersonSelect label={t("filter.owner")} value={filter.ownerId} onChange={(ownerId) => set({ ownerId })} clearable data-testid="customer-owner" />
        <Choose label={t("filter.pool")} data={named(pools)} value={filter.poolId} onChange={(poolId) => set({ poolId })} data-testid="customer-pool" />
        <Choose label={t("column.groups")} data={named(groups)} value={filter.groupId} onChange={(groupId) => set({ groupId })} data-testid="filter-group" />
        <Choose label={t("column.tags")} data={named(tags)} value={filter.tagId} onChange={(tagId) => set({ tagId })} data-testid="filter-tag" />
        <Choose label={t("column.source")} data={sources.map(({ value, label }) => ({ value, label: say(label) }))} value={filter.source} onChange={(source) => set({ source })} data-testid="filter-source" />
        <Area filter={filter} onChange={onChange} />
        {[...fields.values()].map((field) => (
          <FieldFilter key={field.name} field={field} value={filter.fields[field.name] ?? ""} onChange={(value) => setField(field.name, value)} />
        ))}
        <Group grow>
          <Button variant="default" onClick={() => onChange({ ...NO_FILTER, list: filter.list })} data-testid="filters-clear">
            {t("filters.clear")}
          </Button>
          <Button onClick={onClose} data-testid="filters-done">
            {t("filters.done")}
          </Button>
        </Group>
      </Stack>
    </Drawer>
  );
}
