import { useState } from "react";
import { Button, Group, Paper, Select, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Page } from "../api/types";
import { useAction } from "../api/useAction";
import { useLanguage } from "../i18n/language";
import type { MessageKey } from "../i18n/vi";
import { useRight } from "../shell/session";
import { Blank } from "../ui/Blank";
import { ErrorNotice, showDone } from "../ui/ErrorNotice";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { matches } from "../ui/fold";
import { formatTime } from "../ui/format";
import { type Draft, type FieldPolicy, type FormPolicies, changesOf, holding, keyOf, policiesQuery, withChoice } from "./policies";

const DEFAULT = "";

interface RowProps {
  form: string;
  field: FieldPolicy;
  draft: Draft;
  mayChange: boolean;
  onDraft: (draft: Draft) => void;
}

function Row({ form, field, draft, mayChange, onDraft }: RowProps) {
  const { t, say } = useLanguage();
  const named = (policy: string) => t(`policy.${policy}` as MessageKey);
  const key = keyOf(form, field.field);
  const chosen = key in draft ? draft[key] : field.chosen;
  const data = [{ value: DEFAULT, label: t("policies.default") }, ...field.choices.map((policy) => ({ value: policy, label: named(policy) }))];
  return (
    <Table.Tr data-testid="policy-row" data-field={key}>
      <Table.Td fw={500}>{say(field.label)}</Table.Td>
      <Table.Td>{named(field.shipped)}</Table.Td>
      <Table.Td>
        <Select
          size="xs"
          data={data}
          value={chosen ?? DEFAULT}
          onChange={(policy) => onDraft(withChoice(draft, form, field, policy === DEFAULT ? null : policy))}
          disabled={!mayChange}
          allowDeselect={false}
          aria-label={`${t("policies.chosen")} – ${say(field.label)}`}
          data-testid="policy-choice"
        />
        {field.set_by && !(key in draft) && (
          <Text size="xs" c="dimmed">
            {t("policies.setby", { name: field.set_by.name, at: formatTime(field.set_at) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td c="dimmed" visibleFrom="sm" data-testid="policy-means">
        {t(`policy.${holding(draft, form, field)}.why` as MessageKey)}
      </Table.Td>
    </Table.Tr>
  );
}

interface FormProps extends Omit<RowProps, "form" | "field"> {
  form: FormPolicies;
}

function OneForm({ form, ...rest }: FormProps) {
  const { t, say } = useLanguage();
  return (
    <Paper className="panel" p="md">
      <Title order={2} fz="sm" mb="xs">
        {say(form.title)}
      </Title>
      <Table fz="sm" verticalSpacing={6} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="20%">{t("policies.field")}</Table.Th>
            <Table.Th w="18%">{t("policies.shipped")}</Table.Th>
            <Table.Th w="24%">{t("policies.chosen")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("policies.means")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {form.fields.map((field) => (
            <Row key={field.field} form={form.form} field={field} {...rest} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Save({ draft, onDone }: { draft: Draft; onDone: () => void }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const changes = changesOf(draft);
  const action = useAction((items: typeof changes) => call<Page<FormPolicies>>("/merge-policies", { method: "PUT", body: { items } }));
  function save(): void {
    const done = (answer: Page<FormPolicies>) => {
      client.setQueryData(policiesQuery.queryKey, answer);
      showDone(t("policies.saved"));
      onDone();
    };
    action.mutate(changes, { onSuccess: done });
  }
  if (changes.length === 0) return null;
  return (
    <Stack gap={4} pos="sticky" bottom={0} p="sm" bg="var(--tuyen-panel)" style={{ borderTop: "1px solid var(--tuyen-line)", zIndex: 3 }}>
      {action.error && <ErrorNotice error={action.error} />}
      <Group gap="sm">
        <Text size="sm" fw={600}>
          {t("policies.changes", { n: changes.length })}
        </Text>
        <Button size="xs" loading={action.isPending} onClick={save} data-testid="policies-save">
          {t("action.save")}
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          {t("policies.discard")}
        </Button>
      </Group>
    </Stack>
  );
}

/** How concurrent edits of each field are settled: what is shipped, and what the organisation chose instead. */
export default function PoliciesPage() {
  const { t, say } = useLanguage();
  const policies = useQuery(policiesQuery);
  const mayChange = useRight("policy.write");
  const [draft, setDraft] = useState<Draft>({});
  const [words, setWords] = useState("");
  const narrowed = (form: FormPolicies) => ({ ...form, fields: form.fields.filter(({ label }) => matches(say(label), words)) });
  return (
    <div className="page">
      <PageHead title={t("policies.title")}>
        <TextInput size="xs" placeholder={t("policies.find")} aria-label={t("policies.find")} value={words} onChange={(event) => setWords(event.currentTarget.value)} data-testid="policies-find" />
      </PageHead>
      <div className="scroll">
        <Text size="sm" c="dimmed" px="md" pt="sm" maw={900}>
          {t("policies.lead")}
        </Text>
        <Read of={policies}>
          {({ items }) => {
            const forms = items.map(narrowed).filter(({ fields }) => fields.length > 0);
            if (forms.length === 0) return <Blank title={t("quarantine.empty.other")} hint="" icon={<IconGitMerge size={24} stroke={1.5} />} />;
            return (
              <Stack p="md" gap="md" maw={1180}>
                {forms.map((form) => (
                  <OneForm key={form.form} form={form} draft={draft} mayChange={mayChange} onDraft={setDraft} />
                ))}
              </Stack>
            );
          }}
        </Read>
        <Save draft={draft} onDone={() => setDraft({})} />
      </div>
    </div>
  );
}
