import { Fragment, useState } from "react";
import { Badge, Button, Checkbox, Group, Select, Text, Tooltip } from "@mantine/core";
import { IconLock, IconShieldOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { rightsQuery } from "../api/organisationQueries";
import type { RightDepartment, RightSubject, RightVerb, Rights } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { Blank } from "../ui/Blank";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { SaveRights } from "./SaveRights";
import { TriState } from "./TriState";
import { groupLabel } from "./rightWords";
import { type Draft, type Word, changesOf, drafted, grouped, holds, withWord } from "./rights";
import classes from "./RightsPage.module.css";

interface MatrixProps {
  department: RightDepartment;
  verbs: readonly RightVerb[];
  draft: Draft;
  onWord: (subject: RightSubject, verb: string, word: Word) => void;
}

function VerbName({ verb }: { verb: RightVerb }) {
  const { t, language } = useLanguage();
  return (
    <Group gap={6} wrap="nowrap">
      <Text size="sm">{verb[language]}</Text>
      {!verb.grantable && (
        <Tooltip label={t("rights.notyours")}>
          <IconLock size={14} aria-label={t("rights.notyours")} className={classes.lock} />
        </Tooltip>
      )}
    </Group>
  );
}

function VerbRow({ verb, department, draft, onWord }: Omit<MatrixProps, "verbs"> & { verb: RightVerb }) {
  const { language } = useLanguage();
  const name = verb[language];
  const word = drafted(draft, department.id, department.grants, verb.verb);
  const isDrafted = (id: string) => verb.verb in (draft[id] ?? {}) || undefined;
  return (
    <tr data-testid="right-row" data-verb={verb.verb}>
      <th scope="row" className={classes.verb} title={verb.verb}>
        <VerbName verb={verb} />
      </th>
      <td data-drafted={isDrafted(department.id)}>
        <Checkbox
          className={classes.box ?? ""}
          checked={word === true}
          disabled={!verb.grantable}
          onChange={(event) => onWord(department, verb.verb, event.currentTarget.checked ? true : null)}
          aria-label={`${name} – ${department.name}`}
          data-testid="right-department"
        />
      </td>
      {department.titles.map((title) => (
        <td key={title.id} data-drafted={isDrafted(title.id)}>
          <TriState
            word={drafted(draft, title.id, title.grants, verb.verb)}
            inherited={holds(word, null)}
            disabled={!verb.grantable}
            label={`${name} – ${title.name}`}
            onWord={(next) => onWord(title, verb.verb, next)}
          />
        </td>
      ))}
    </tr>
  );
}

function Matrix({ department, verbs, draft, onWord }: MatrixProps) {
  const { t } = useLanguage();
  const columns = department.titles.length + 2;
  return (
    <table className={classes.matrix} data-testid="rights">
      <thead>
        <tr>
          <th scope="col" className={classes.verb}>
            {t("rights.verb")}
          </th>
          <th scope="col">{t("rights.department")}</th>
          {department.titles.map(({ id, name }) => (
            <th key={id} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {grouped(verbs).map((group) => (
          <Fragment key={group.group}>
            <tr className={classes.group}>
              <th colSpan={columns} scope="colgroup">
                {groupLabel(group.group, t)}
              </th>
            </tr>
            {group.verbs.map((verb) => (
              <VerbRow key={verb.verb} verb={verb} department={department} draft={draft} onWord={onWord} />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Legend() {
  const { t } = useLanguage();
  return (
    <Group gap="md" px="md" py={8} className={classes.legend ?? ""}>
      <Text size="xs" c="dimmed">
        {t("rights.legend")}
      </Text>
    </Group>
  );
}

function useDepartment(rights: Rights): [RightDepartment | undefined, (id: string) => void] {
  const [parameters, setParameters] = useSearchParams();
  const wanted = parameters.get("department");
  const department = rights.departments.find(({ id }) => id === wanted) ?? rights.departments[0];
  return [department, (id) => setParameters({ department: id }, { replace: true })];
}

function LoadedRights({ rights }: { rights: Rights }) {
  const { t } = useLanguage();
  const [department, choose] = useDepartment(rights);
  const [draft, setDraft] = useState<Draft>({});
  const [isSaving, setSaving] = useState(false);
  const changed = changesOf(draft, rights);
  const count = changed.reduce((sum, { changes }) => sum + changes.length, 0);
  const end = count > 0 && (
    <Group gap="xs" wrap="nowrap">
      <Badge variant="light" color="amber" tt="none" visibleFrom="sm">
        {t("rights.changes", { n: count })}
      </Badge>
      <Button size="xs" variant="default" onClick={() => setDraft({})}>
        {t("rights.discard")}
      </Button>
      <Button size="xs" onClick={() => setSaving(true)} data-testid="rights-save">
        {t("rights.save")}
      </Button>
    </Group>
  );
  return (
    <>
      <PageHead title={t("rights.title")} end={end}>
        <Select
          size="xs"
          w={220}
          aria-label={t("rights.department")}
          data={rights.departments.map(({ id, name }) => ({ value: id, label: name }))}
          value={department?.id ?? null}
          onChange={(id) => id && choose(id)}
          allowDeselect={false}
          data-testid="rights-department"
        />
      </PageHead>
      <Legend />
      <div className={`scroll ${classes.area}`}>
        {department ? (
          <Matrix
            department={department}
            verbs={rights.verbs}
            draft={draft}
            onWord={({ id, grants }, verb, word) => setDraft((now) => withWord(now, id, grants, verb, word))}
          />
        ) : (
          <Blank title={t("rights.empty")} hint={t("rights.empty.hint")} icon={<IconShieldOff size={24} stroke={1.5} />} />
        )}
      </div>
      {isSaving && <SaveRights changed={changed} verbs={rights.verbs} onSaved={() => setDraft({})} onClose={() => setSaving(false)} />}
    </>
  );
}

/** What each department and each title inside it may do. */
export default function RightsPage() {
  const rights = useQuery(rightsQuery);
  return (
    <div className="page">
      <Read of={rights} rows={10}>
        {(matrix) => <LoadedRights rights={matrix} />}
      </Read>
    </div>
  );
}
