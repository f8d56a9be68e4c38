import { useState } from "react";
import { Badge, Button, Checkbox, Group, Select, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconDatabase, IconPlus } from "@tabler/icons-react";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Choice, FieldType } from "../api/formTypes";
import { useSetup } from "../api/organisationQueries";
import type { Bilingual, Page } from "../api/types";
import { fillFormsQuery } from "../fill/queries";
import { freeName } from "../forms/edit";
import { TwoTexts } from "../forms/FieldSettings";
import { OptionsEditor } from "../forms/OptionsEditor";
import { REF_KINDS } from "../forms/types";
import { useLanguage } from "../i18n/language";
import type { MessageKey } from "../i18n/vi";
import { useRight } from "../shell/session";
import { Blank } from "../ui/Blank";
import { Dialog } from "../ui/Dialog";
import { showDone } from "../ui/ErrorNotice";
import { Filter } from "../ui/Filter";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { choiceListsQuery } from "./queries";

const SCOPES = ["customer", "visit", "route", "product", "price_list", "promotion", "order", "opportunity", "ticket"] as const;
type Scope = (typeof SCOPES)[number];
const TYPES: readonly FieldType[] = ["text", "longtext", "select", "multi", "date", "datetime", "stepper", "number", "money", "percent", "phone", "email", "url", "bool", "ref", "refs", "media"];

interface Field {
  id: string;
  scope: Scope;
  name: string;
  type: FieldType;
  label: Bilingual;
  options: Choice[];
  options_from: string | null;
  refers_to: string | null;
  required: boolean;
  unique: boolean;
  visible_in_list: boolean;
  own: boolean;
  forms: string[];
}

type Draft = Omit<Field, "id" | "own" | "forms">;

const fieldsQuery = (scope: Scope | null) =>
  queryOptions({
    queryKey: ["field-definitions", scope],
    queryFn: ({ signal }) => call<Page<Field>>("/field-definitions", { query: { scope }, signal }),
    meta: { setup: true },
  });

const NEW: Draft = { scope: "customer", name: "", type: "text", label: { vi: "", en: "" }, options: [], options_from: null, refers_to: null, required: false, unique: false, visible_in_list: false };

function save(field: Field | null, draft: Draft): Promise<Field> {
  const { label, options, options_from, required, unique, visible_in_list } = draft;
  const changeable = { label: { vi: label.vi.trim(), en: label.en.trim() || label.vi.trim() }, options, options_from, required, unique, visible_in_list };
  if (field) return call<Field>(`/field-definitions/${field.id}`, { method: "PUT", body: changeable });
  return call<Field>("/field-definitions", { method: "POST", body: { ...changeable, scope: draft.scope, name: draft.name, type: draft.type, refers_to: draft.refers_to } });
}

function FieldDialog({ field, taken, onClose }: { field: Field | null; taken: ReadonlySet<string>; onClose: () => void }) {
  const { t, say } = useLanguage();
  const [draft, setDraft] = useState<Draft>(field ?? NEW);
  const lists = useQuery(choiceListsQuery).data?.items ?? [];
  const act = useSetup((wanted: Draft) => save(field, wanted));
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const isChoice = draft.type === "select" || draft.type === "multi";
  const isRef = draft.type === "ref" || draft.type === "refs";
  const name = field?.name ?? freeName(draft.label.vi, taken);
  function submit(): void {
    act.mutate(
      { ...draft, name, refers_to: isRef ? (draft.refers_to ?? "customer") : null },
      {
        onSuccess: () => {
          showDone(t("registry.saved"));
          onClose();
        },
      },
    );
  }
  return (
    <Dialog title={t(field ? "registry.edit" : "registry.add")} onClose={onClose} action={t("action.save")} onAct={submit} isActing={act.isPending} disabled={draft.label.vi.trim() === ""} error={act.error} size="lg" testid="field-form">
      {!field && (
        <Group grow>
          <Select label={t("registry.scope")} data={SCOPES.map((scope) => ({ value: scope, label: t(`kinds.${scope}`) }))} value={draft.scope} onChange={(scope) => scope && change({ scope })} allowDeselect={false} />
          <Select label={t("registry.type")} data={TYPES.map((type) => ({ value: type, label: t(`forms.type.${type}`) }))} value={draft.type} onChange={(type) => type && change({ type })} allowDeselect={false} searchable data-testid="registry-type" />
        </Group>
      )}
      <TwoTexts label={[t("forms.label.vi"), t("forms.label.en")]} value={draft.label} onChange={(label) => change({ label })} testid="registry-label" />
      <TextInput label={t("forms.field.name")} value={draft.label.vi.trim() === "" ? "" : name} readOnly variant="filled" />
      {isRef && !field && <Select label={t("registry.refers")} data={REF_KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))} value={draft.refers_to ?? "customer"} onChange={(refers_to) => change({ refers_to })} allowDeselect={false} />}
      {isChoice && <Select label={t("forms.options.from")} data={lists.map(({ key, title }) => ({ value: key, label: say(title) }))} value={draft.options_from} onChange={(options_from) => change({ options_from, options: [] })} placeholder={t("forms.options.own")} clearable searchable />}
      {isChoice && draft.options_from === null && <OptionsEditor options={draft.options} onChange={(options) => change({ options })} />}
      <Group gap="lg">
        <Checkbox label={t("registry.required")} checked={draft.required} onChange={(event) => change({ required: event.currentTarget.checked })} />
        <Checkbox label={t("registry.unique")} checked={draft.unique} onChange={(event) => change({ unique: event.currentTarget.checked })} />
        <Checkbox label={t("registry.list")} checked={draft.visible_in_list} onChange={(event) => change({ visible_in_list: event.currentTarget.checked })} data-testid="registry-visible" />
      </Group>
    </Dialog>
  );
}

function Fields({ fields, onEdit }: { fields: readonly Field[]; onEdit?: (field: Field) => void }) {
  const { t, say } = useLanguage();
  const forms = useQuery(fillFormsQuery).data?.items ?? [];
  const titleOf = (key: string) => say(forms.find((form) => form.key === key)?.title) || key;
  if (fields.length === 0) return <Blank title={t("registry.empty")} hint={t("registry.empty.hint")} icon={<IconDatabase size={24} stroke={1.5} />} />;
  return (
    <Table fz="sm" verticalSpacing="xs" stickyHeader highlightOnHover bg="var(--tuyen-panel)">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("registry.label")}</Table.Th>
          <Table.Th>{t("registry.scope")}</Table.Th>
          <Table.Th>{t("registry.type")}</Table.Th>
          <Table.Th visibleFrom="sm">{t("registry.marks")}</Table.Th>
          <Table.Th visibleFrom="md">{t("registry.forms")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {fields.map((field) => (
          <Table.Tr key={field.id} {...(onEdit ? { onClick: () => onEdit(field), style: { cursor: "pointer" } } : {})} data-testid="registry-row" data-field={field.name}>
            <Table.Td>
              <Text size="sm" fw={500}>
                {say(field.label)}
              </Text>
              <Text size="xs" c="dimmed">
                {field.name}
              </Text>
            </Table.Td>
            <Table.Td>{t(`kinds.${field.scope}`)}</Table.Td>
            <Table.Td>{t(`forms.type.${field.type}` as MessageKey)}</Table.Td>
            <Table.Td visibleFrom="sm">
              <Group gap={4}>
                {field.own && <Badge size="sm" variant="light" tt="none">{t("registry.own")}</Badge>}
                {field.required && <Badge size="sm" variant="outline" color="gray" tt="none">{t("registry.required")}</Badge>}
                {field.unique && <Badge size="sm" variant="outline" color="gray" tt="none">{t("registry.unique")}</Badge>}
                {field.visible_in_list && <Badge size="sm" variant="outline" color="gray" tt="none">{t("registry.list")}</Badge>}
              </Group>
            </Table.Td>
            <Table.Td visibleFrom="md">
              <Text size="xs" c="dimmed">
                {field.forms.length > 0 ? field.forms.map(titleOf).join(" · ") : t("registry.forms.none")}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The one registry of fields that records have. */
export default function RegistryPage() {
  const { t } = useLanguage();
  const mayWrite = useRight("form.write");
  const [scope, setScope] = useState<Scope | null>("customer");
  const [edited, edit] = useState<Field | "new" | null>(null);
  const fields = useQuery(fieldsQuery(scope));
  const taken = new Set(fields.data?.items.map(({ name }) => name));
  return (
    <div className="page">
      <PageHead
        title={t("registry.title")}
        end={
          mayWrite && (
            <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => edit("new")} data-testid="registry-add">
              {t("registry.add")}
            </Button>
          )
        }
      >
        <Filter label={t("registry.scope")} all={t("registry.scope.all")} data={SCOPES.map((value) => ({ value, label: t(`kinds.${value}`) }))} value={scope} onChange={setScope} testid="registry-scope" />
      </PageHead>
      <div className="scroll">
        <Stack gap="sm" p="md">
          <Text size="sm" c="dimmed">
            {t("registry.lead")}
          </Text>
          <Read of={fields}>{({ items }) => <Fields fields={items} {...(mayWrite ? { onEdit: edit } : {})} />}</Read>
        </Stack>
      </div>
      {edited && <FieldDialog field={edited === "new" ? null : edited} taken={taken} onClose={() => edit(null)} />}
    </div>
  );
}
