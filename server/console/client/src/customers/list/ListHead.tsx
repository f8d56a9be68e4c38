import { useState } from "react";
import { ActionIcon, Button, CloseButton, Group, Menu, Pill, SegmentedControl, Text, TextInput, Title, Tooltip } from "@mantine/core";
import { IconAdjustmentsHorizontal, IconColumns3, IconCopy, IconList, IconMap, IconPlus, IconSearch, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import type { Query } from "../../api/client";
import { poolsQuery } from "../../api/organisationQueries";
import { unitsQuery } from "../../api/queries";
import { CUSTOMER_KINDS, type Customer, type FormField, type Page } from "../../api/types";
import { choiceListsQuery, tagsQuery } from "../../data/queries";
import { useLanguage } from "../../i18n/language";
import { useRight } from "../../shell/session";
import { answerText } from "../../submissions/answers";
import { useLookup } from "../../submissions/useLookup";
import { formatNumber } from "../../ui/format";
import { ExportButton } from "../ExportButton";
import { FormDialog } from "../FormDialog";
import { type CustomerFilter, NO_FILTER, type ViewKind, activeParts, without } from "../filter";
import { statusKey } from "../status";
import { ColumnsDialog } from "./ColumnsDialog";
import { FilterDrawer } from "./FilterDrawer";
import { SavedFilters } from "./SavedFilters";
import { groupsQuery } from "./queries";
import classes from "./ListHead.module.css";

interface Props {
  filter: CustomerFilter;
  view: ViewKind;
  onChange: (filter: CustomerFilter, view?: ViewKind) => void;
  /** The first page, which knows how many there are. */
  page: Page<Customer> | undefined;
  /** What the list asks the server for; an export asks for the same. */
  query: Query;
  columns: readonly string[];
  fields: ReadonlyMap<string, FormField>;
  isFiltering: boolean;
  onFiltering: (isFiltering: boolean) => void;
}

function Total({ page }: { page: Page<Customer> | undefined }) {
  const { t } = useLanguage();
  if (page?.total === null || page?.total === undefined) return null;
  return (
    <Text size="xs" c="dimmed" data-testid="customer-total">
      {t(page.total_is_least ? "value.total.least" : "value.total", { n: formatNumber(page.total, 0, t) })}
    </Text>
  );
}

/** What each part of a filter says, in words. */
function usePartWords(filter: CustomerFilter, fields: ReadonlyMap<string, FormField>) {
  const { t, say } = useLanguage();
  const lookup = useLookup();
  const units = useQuery(unitsQuery).data;
  const groups = useQuery(groupsQuery()).data?.items;
  const tags = useQuery(tagsQuery).data?.items;
  const pools = useQuery(poolsQuery).data?.items;
  const sources = useQuery(choiceListsQuery).data?.items.find(({ key }) => key === "sources")?.options;
  const named = (items: readonly { id: string; name: string }[] | undefined, id: string | null) => items?.find((item) => item.id === id)?.name ?? id ?? "";
  return (part: ReturnType<typeof activeParts>[number]): string => {
    switch (part) {
      case "kind":
        return filter.kind ? t(`kind.${filter.kind}`) : "";
      case "status": {
        const key = statusKey(filter.status ?? "");
        return key ? t(key) : (filter.status ?? "");
      }
      case "ownerId":
        return `${t("column.owner")}: ${lookup.nameOf(filter.ownerId ?? "") ?? ""}`;
      case "poolId":
        return `${t("column.pool")}: ${named(pools, filter.poolId)}`;
      case "groupId":
        return `${t("filters.group")}: ${named(groups, filter.groupId)}`;
      case "tagId":
        return `${t("filters.tag")}: ${named(tags, filter.tagId)}`;
      case "source":
        return `${t("column.source")}: ${say(sources?.find(({ value }) => value === filter.source)?.label) || (filter.source ?? "")}`;
      case "province":
        return units?.provinces.find(([code]) => code === filter.province)?.[1] ?? filter.province ?? "";
      case "ward":
        return units?.wards.find(([code]) => code === filter.ward)?.[2] ?? filter.ward ?? "";
      case "sort":
        return "";
      default: {
        const name = part.slice("field.".length);
        const field = fields.get(name);
        return `${say(field?.label) || name}: ${field ? answerText(field, filter.fields[name], lookup) : (filter.fields[name] ?? "")}`;
      }
    }
  };
}

function Parts({ filter, fields, onChange }: Pick<Props, "filter" | "fields" | "onChange">) {
  const { t } = useLanguage();
  const wordsOf = usePartWords(filter, fields);
  const parts = activeParts(filter);
  if (parts.length === 0) return null;
  return (
    <Group gap={6} data-testid="filter-parts">
      {parts.map((part) => (
        <Pill key={part} withRemoveButton onRemove={() => onChange(without(filter, part))} removeButtonProps={{ "aria-label": `${t("action.remove")} ${wordsOf(part)}` }}>
          {wordsOf(part)}
        </Pill>
      ))}
      <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onChange({ ...NO_FILTER, q: filter.q, list: filter.list, sort: filter.sort })}>
        {t("filters.clear")}
      </Button>
    </Group>
  );
}

function AddCustomer() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [formKey, open] = useState<string | null>(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" leftSection={<IconPlus size={16} />} data-testid="customer-add">
            {t("customers.add")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {CUSTOMER_KINDS.map((kind) => (
            <Menu.Item key={kind} onClick={() => open(`customer.${kind}`)} data-testid={`customer-add-${kind}`}>
              {t(`kind.${kind}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {formKey && (
        <FormDialog
          formKey={formKey}
          onClose={() => open(null)}
          onDone={(id) => {
            open(null);
            void navigate(`/customers/${id}`);
          }}
        />
      )}
    </>
  );
}

function Elsewhere() {
  const { t } = useLanguage();
  const mayMerge = useRight("customer.merge");
  return (
    <Group gap={4} wrap="nowrap">
      <Tooltip label={t("groups.title")}>
        <ActionIcon component={Link} to="/customer-groups" variant="default" size={30} aria-label={t("groups.title")} data-testid="open-groups">
          <IconUsersGroup size={16} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      {mayMerge && (
        <Tooltip label={t("duplicates.title")}>
          <ActionIcon component={Link} to="/duplicates" variant="default" size={30} aria-label={t("duplicates.title")} data-testid="open-duplicates">
            <IconCopy size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

function Search({ filter, onChange }: Pick<Props, "filter" | "onChange">) {
  const { t } = useLanguage();
  return (
    <TextInput
      size="xs"
      className={classes.search}
      placeholder={t("customers.search")}
      aria-label={t("customers.search")}
      leftSection={<IconSearch size={15} />}
      rightSection={filter.q && <CloseButton size="sm" onClick={() => onChange({ ...filter, q: "" })} aria-label={t("action.clear")} />}
      value={filter.q}
      onChange={(event) => onChange({ ...filter, q: event.currentTarget.value })}
      data-testid="customer-search"
    />
  );
}

/** The bar over the list of customers: what is shown, in which columns, and what to do with it. */
export function ListHead({ filter, view, onChange, page, query, columns, fields, isFiltering, onFiltering }: Props) {
  const { t } = useLanguage();
  const [isChoosing, choose] = useState(false);
  const isRecent = filter.list === "recent";
  return (
    <header className={classes.head}>
      <Group gap="sm" justify="space-between">
        <Group gap="sm">
          <Title order={1} fz="lg">
            {t("customers.title")}
          </Title>
          <SegmentedControl
            size="xs"
            data={[
              { value: "all", label: t("customers.list.all") },
              { value: "recent", label: t("customers.list.recent") },
              { value: "archived", label: t("customers.list.archived") },
            ]}
            value={filter.list}
            onChange={(list) => onChange({ ...filter, list })}
            aria-label={t("customers.list")}
            data-testid="customer-list"
          />
          <Total page={page} />
        </Group>
        <Group gap={6}>
          <SegmentedControl
            size="xs"
            data={[
              { value: "table", label: <IconList size={16} aria-label={t("customers.view.table")} /> },
              { value: "map", label: <IconMap size={16} aria-label={t("customers.view.map")} /> },
            ]}
            value={view}
            onChange={(next) => onChange(filter, next)}
            aria-label={t("customers.view")}
            data-testid="customer-view"
          />
          <Elsewhere />
          <AddCustomer />
        </Group>
      </Group>
      {isRecent ? (
        <Text size="xs" c="dimmed">
          {t("customers.recent.hint")}
        </Text>
      ) : (
        <Group gap={6}>
          <Search filter={filter} onChange={onChange} />
          <Button size="xs" variant="default" leftSection={<IconAdjustmentsHorizontal size={16} />} onClick={() => onFiltering(true)} data-testid="filters-open">
            {t("filters.title")}
          </Button>
          <SavedFilters filter={filter} onChange={onChange} />
          {view === "table" && (
            <Button size="xs" variant="default" leftSection={<IconColumns3 size={16} />} onClick={() => choose(true)} data-testid="columns-open">
              {t("columns.open")}
            </Button>
          )}
          <ExportButton query={query} />
        </Group>
      )}
      {!isRecent && <Parts filter={filter} fields={fields} onChange={onChange} />}
      {isFiltering && <FilterDrawer filter={filter} onChange={onChange} fields={fields} onClose={() => onFiltering(false)} />}
      {isChoosing && <ColumnsDialog shown={columns} fields={fields} onClose={() => choose(false)} />}
    </header>
  );
}
