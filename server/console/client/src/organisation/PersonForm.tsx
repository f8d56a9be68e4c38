import { useState } from "react";
import { Checkbox, Group, Select, SimpleGrid, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { branchesQuery, departmentsQuery, useSetup } from "../api/organisationQueries";
import type { Person } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { Dialog } from "../ui/Dialog";
import { showDone } from "../ui/ErrorNotice";
import { PersonSelect } from "./PersonSelect";

interface Draft {
  name: string;
  titleId: string | null;
  managerId: string | null;
  isRoot: boolean;
  branchId: string | null;
  code: string;
  email: string;
  phone: string;
  login: string;
}

function draftOf(person: Person | null): Draft {
  return {
    name: person?.name ?? "",
    titleId: person?.title_id ?? null,
    managerId: person?.manager_id ?? null,
    isRoot: false,
    branchId: person?.branch_id ?? null,
    code: person?.code ?? "",
    email: person?.email ?? "",
    phone: person?.phone ?? "",
    login: person?.login ?? "",
  };
}

function bodyOf(draft: Draft, person: Person | null): Record<string, unknown> {
  const text = (typed: string) => typed.trim() || null;
  const facts = {
    name: draft.name.trim(),
    title_id: draft.titleId,
    branch_id: draft.branchId,
    code: text(draft.code),
    email: text(draft.email),
    phone: text(draft.phone),
  };
  if (person) return facts;
  const login = text(draft.login);
  return { ...facts, manager_id: draft.isRoot ? null : draft.managerId, ...(draft.isRoot ? { root: true } : {}), ...(login ? { login } : {}) };
}

interface FieldsProps {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  /** Whether the fields that have to be filled in are pointed at. */
  isChecked: boolean;
}

function TitleSelect({ draft, onChange, isChecked }: FieldsProps) {
  const { t } = useLanguage();
  const departments = useQuery(departmentsQuery).data?.items ?? [];
  const data = departments
    .filter(({ archived, titles }) => !archived && titles.length > 0)
    .map(({ name, titles }) => ({
      group: name,
      items: titles.filter(({ archived }) => !archived).map((title) => ({ value: title.id, label: title.name })),
    }));
  return (
    <Select
      label={t("person.title")}
      data={data}
      value={draft.titleId}
      onChange={(titleId) => onChange({ titleId })}
      error={isChecked && draft.titleId === null ? t("person.title.required") : undefined}
      searchable
      required
      data-testid="person-title"
    />
  );
}

/** The direct manager: everybody has one, save who stands at the top. */
function ManagerFields({ draft, onChange, isChecked }: FieldsProps) {
  const { t } = useLanguage();
  const mayMakeRoot = useRight("organisation.write");
  return (
    <>
      <PersonSelect
        label={t("person.manager")}
        description={t("person.manager.why")}
        value={draft.isRoot ? null : draft.managerId}
        onChange={(managerId) => onChange({ managerId })}
        disabled={draft.isRoot}
        required={!draft.isRoot}
        error={isChecked && !draft.isRoot && draft.managerId === null ? t("person.manager.required") : undefined}
        data-testid="person-manager"
      />
      {mayMakeRoot && (
        <Checkbox
          size="xs"
          label={t("person.root")}
          checked={draft.isRoot}
          onChange={(event) => onChange({ isRoot: event.currentTarget.checked })}
          data-testid="person-root"
        />
      )}
    </>
  );
}

function ContactFields({ draft, onChange, withLogin }: Omit<FieldsProps, "isChecked"> & { withLogin: boolean }) {
  const { t } = useLanguage();
  const branches = useQuery(branchesQuery).data?.items ?? [];
  const open = branches.filter(({ archived, id }) => !archived || id === draft.branchId);
  return (
    <>
      <Group grow align="flex-start">
        <TextInput label={t("person.code")} value={draft.code} onChange={(event) => onChange({ code: event.currentTarget.value })} data-testid="person-code" />
        <Select
          label={t("person.branch")}
          data={open.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.branchId}
          onChange={(branchId) => onChange({ branchId })}
          clearable
          data-testid="person-branch"
        />
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <TextInput label={t("person.phone")} type="tel" value={draft.phone} onChange={(event) => onChange({ phone: event.currentTarget.value })} data-testid="person-phone" />
        <TextInput label={t("person.email")} type="email" value={draft.email} onChange={(event) => onChange({ email: event.currentTarget.value })} data-testid="person-email" />
      </SimpleGrid>
      {withLogin && (
        <TextInput
          label={t("person.login")}
          description={t("person.login.why")}
          value={draft.login}
          onChange={(event) => onChange({ login: event.currentTarget.value })}
          autoCapitalize="none"
          data-testid="person-login"
        />
      )}
    </>
  );
}

interface Props {
  /** Who is changed; null adds somebody. */
  person: Person | null;
  onClose: () => void;
  onDone?: (id: string) => void;
}

function isComplete(draft: Draft, isNew: boolean): boolean {
  const hasManager = !isNew || draft.isRoot || draft.managerId !== null;
  return draft.name.trim() !== "" && draft.titleId !== null && hasManager;
}

/** Adds an employee or changes what is known of one. */
export function PersonForm({ person, onClose, onDone }: Props) {
  const { t } = useLanguage();
  const [draft, setDraft] = useState(() => draftOf(person));
  const [isChecked, setChecked] = useState(false);
  const isNew = person === null;
  const save = useSetup((body: Record<string, unknown>) =>
    isNew
      ? call<Person>("/employees", { method: "POST", body })
      : call<Person>(`/employees/${person.id}`, { method: "PATCH", body }),
  );
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  function submit(): void {
    setChecked(true);
    if (!isComplete(draft, isNew)) return;
    save.mutate(bodyOf(draft, person), {
      onSuccess: ({ id }) => {
        showDone(t(isNew ? "person.added" : "person.saved", { name: draft.name.trim() }));
        onClose();
        onDone?.(id);
      },
    });
  }
  return (
    <Dialog
      title={isNew ? t("person.add") : t("person.edit", { name: person.name })}
      onClose={onClose}
      action={isNew ? t("person.add") : t("action.save")}
      onAct={submit}
      isActing={save.isPending}
      error={save.error}
      size="lg"
      testid="person-form"
    >
      <TextInput
        label={t("person.name")}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={isChecked && draft.name.trim() === "" ? t("person.name.required") : undefined}
        required
        data-autofocus
        data-testid="person-name"
      />
      <TitleSelect draft={draft} onChange={change} isChecked={isChecked} />
      {isNew && <ManagerFields draft={draft} onChange={change} isChecked={isChecked} />}
      <ContactFields draft={draft} onChange={change} withLogin={isNew} />
    </Dialog>
  );
}
