import { useMemo, useState } from "react";
import { Alert, Badge, Button, Fieldset, Group, Select, Stack, Text, TextInput, Title, UnstyledButton } from "@mantine/core";
import { IconListDetails, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { call } from "../api/client";
import type { ChoiceList } from "../api/formTypes";
import { useSetup } from "../api/organisationQueries";
import { nameFrom } from "../forms/edit";
import { TwoTexts } from "../forms/FieldSettings";
import { OptionsEditor } from "../forms/OptionsEditor";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { Blank } from "../ui/Blank";
import { Dialog } from "../ui/Dialog";
import { ErrorNotice, showDone } from "../ui/ErrorNotice";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { matches } from "../ui/fold";
import classes from "./ChoiceListsPage.module.css";
import { choiceListsQuery } from "./queries";

function put({ key, title, options }: ChoiceList): Promise<ChoiceList> {
  return call<ChoiceList>(`/choice-lists/${key}`, { method: "PUT", body: { title, options } });
}

function NewList({ taken, onClose, onMade }: { taken: readonly string[]; onClose: () => void; onMade: (key: string) => void }) {
  const { t } = useLanguage();
  const [title, setTitle] = useState({ vi: "", en: "" });
  const make = useSetup(put);
  const key = title.vi.trim() === "" ? "" : nameFrom(title.vi);
  function submit(): void {
    const named = { vi: title.vi.trim(), en: title.en.trim() || title.vi.trim() };
    make.mutate({ key, title: named, options: [] }, { onSuccess: () => onMade(key) });
  }
  return (
    <Dialog title={t("data.new")} onClose={onClose} action={t("data.new")} onAct={submit} isActing={make.isPending} disabled={key === "" || taken.includes(key)} error={make.error} testid="new-list">
      <TwoTexts label={[t("data.title.vi"), t("data.title.en")]} value={title} onChange={setTitle} testid="new-list" />
      <TextInput label={t("data.key")} value={key} readOnly variant="filled" />
    </Dialog>
  );
}

/** The list whose values the options of this one may belong to: the one in which most of their parents are found. */
function listOfParents(list: ChoiceList, lists: readonly ChoiceList[]): ChoiceList | undefined {
  const parents = new Set(list.options.flatMap(({ parent }) => (parent === undefined ? [] : [parent])));
  if (parents.size === 0) return undefined;
  return lists.find((each) => each.key !== list.key && each.options.some(({ value }) => parents.has(value)));
}

function Editor({ list, lists }: { list: ChoiceList; lists: readonly ChoiceList[] }) {
  const { t, say } = useLanguage();
  const mayWrite = useRight("form.write");
  const [draft, setDraft] = useState(list);
  const [parentKey, setParentKey] = useState(() => listOfParents(list, lists)?.key ?? null);
  const save = useSetup(put);
  const isChanged = JSON.stringify([draft.title, draft.options]) !== JSON.stringify([list.title, list.options]);
  const parents = lists.find(({ key }) => key === parentKey)?.options;
  const retired = list.retired ?? [];
  return (
    <Fieldset disabled={!mayWrite} variant="unstyled" p="md" data-testid="list-editor" data-list={list.key}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} fz="md">
            {say(list.title)}
          </Title>
          {mayWrite && (
            <Button loading={save.isPending} disabled={!isChanged} onClick={() => save.mutate(draft, { onSuccess: () => showDone(t("data.saved")) })} data-testid="list-save">
              {t("action.save")}
            </Button>
          )}
        </Group>
        {isChanged && (
          <Alert color="amber" variant="light" p="xs">
            {t("data.unsaved")}
          </Alert>
        )}
        {save.error && <ErrorNotice error={save.error} />}
        <TwoTexts label={[t("data.title.vi"), t("data.title.en")]} value={draft.title} onChange={(title) => setDraft({ ...draft, title })} testid="list-title" />
        <Select
          size="xs"
          label={t("data.parents")}
          data={lists.filter(({ key }) => key !== list.key).map(({ key, title }) => ({ value: key, label: say(title) }))}
          value={parentKey}
          onChange={setParentKey}
          placeholder={t("data.parents.none")}
          searchable
          clearable
          maw={340}
        />
        <OptionsEditor options={draft.options} onChange={(options) => setDraft({ ...draft, options })} parents={parents} />
        {retired.length > 0 && (
          <div>
            <Text size="sm" fw={600}>
              {t("data.retired")}
            </Text>
            <Text size="xs" c="dimmed" mb={4}>
              {t("data.retired.hint")}
            </Text>
            <Group gap={4}>
              {retired.map(({ value, label }) => (
                <Badge key={value} variant="outline" color="gray" tt="none">
                  {say(label)}
                </Badge>
              ))}
            </Group>
          </div>
        )}
      </Stack>
    </Fieldset>
  );
}

function Lists({ lists }: { lists: readonly ChoiceList[] }) {
  const { t, say } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const [typed, setTyped] = useState("");
  const chosen = search.get("list") ?? "";
  const shown = useMemo(() => lists.toSorted((a, b) => say(a.title).localeCompare(say(b.title), "vi")).filter(({ key, title }) => matches(`${say(title)} ${key}`, typed)), [lists, typed, say]);
  const opened = lists.find(({ key }) => key === chosen);
  return (
    <div className={classes.columns}>
      <div className={classes.side}>
        <TextInput size="xs" placeholder={t("data.search")} aria-label={t("data.search")} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} mb="xs" data-testid="list-search" />
        {shown.map((list) => (
          <UnstyledButton key={list.key} className={classes.list ?? ""} data-chosen={list.key === chosen || undefined} onClick={() => setSearch({ list: list.key }, { replace: true })} data-testid="choice-list" data-list={list.key}>
            <Text size="sm" fw={500}>
              {say(list.title)}
            </Text>
            <Text size="xs" c="dimmed">
              {t("data.count", { n: list.options.length })}
            </Text>
          </UnstyledButton>
        ))}
        <Text size="xs" c="dimmed" mt="md">
          {t("data.others.hint")}
        </Text>
      </div>
      <div className={classes.main}>
        {opened ? <Editor key={`${opened.key}/${JSON.stringify(opened.options).length}`} list={opened} lists={lists} /> : <Blank title={t("data.title")} hint={`${t("data.lead")} ${t("data.choose")}`} icon={<IconListDetails size={24} stroke={1.5} />} />}
      </div>
    </div>
  );
}

/** The lists that forms choose from (TB-02). */
export default function ChoiceListsPage() {
  const { t } = useLanguage();
  const lists = useQuery(choiceListsQuery);
  const [, setSearch] = useSearchParams();
  const mayWrite = useRight("form.write");
  const [isMaking, setMaking] = useState(false);
  return (
    <div className="page">
      <PageHead
        title={t("data.title")}
        end={
          mayWrite && (
            <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)} data-testid="list-new">
              {t("data.new")}
            </Button>
          )
        }
      />
      <Read of={lists}>{({ items }) => <Lists lists={items} />}</Read>
      {isMaking && (
        <NewList
          taken={lists.data?.items.map(({ key }) => key) ?? []}
          onClose={() => setMaking(false)}
          onMade={(key) => {
            setMaking(false);
            setSearch({ list: key }, { replace: true });
          }}
        />
      )}
    </div>
  );
}
