import { useState } from "react";
import { Alert, Badge, Button, FileButton, Group, Modal, ScrollArea, Stack, Stepper, Table, Text } from "@mantine/core";
import { IconDownload, IconFileSpreadsheet, IconUpload } from "@tabler/icons-react";
import { call, download } from "../api/client";
import { useSetup } from "../api/organisationQueries";
import type { ImportResult, ImportRow } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { ErrorNotice, showDone, showProblem } from "../ui/ErrorNotice";

const COLOUR = { create: "teal", update: "blue", skip: "gray" } as const;

function send(file: File, isTrial: boolean): Promise<ImportResult> {
  const body = new FormData();
  body.set("file", file);
  body.set("dry_run", String(isTrial));
  return call<ImportResult>("/employees/import", { method: "POST", body });
}

function Line({ row }: { row: ImportRow }) {
  const { t, say } = useLanguage();
  const isWrong = row.problems.length > 0;
  return (
    <Table.Tr data-testid="import-row" data-wrong={isWrong || undefined}>
      <Table.Td>{row.row}</Table.Td>
      <Table.Td>{row.name}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={isWrong ? "red" : COLOUR[row.action]} tt="none">
          {t(`import.action.${row.action}`)}
        </Badge>
      </Table.Td>
      <Table.Td>
        {row.problems.map((problem) => (
          <Text key={problem.code} size="xs" c="red.8">
            {say(problem)}
          </Text>
        ))}
      </Table.Td>
    </Table.Tr>
  );
}

/** What the list would do, row by row; rows with a problem first. */
function Trial({ result }: { result: ImportResult }) {
  const { t } = useLanguage();
  const rows = result.rows.toSorted((one, other) => other.problems.length - one.problems.length || one.row - other.row);
  const wrong = rows.filter(({ problems }) => problems.length > 0).length;
  return (
    <>
      <Text size="sm" data-testid="import-summary">
        {t("import.summary", { created: result.created, updated: result.updated, skipped: result.skipped })}
      </Text>
      {wrong > 0 && (
        <Alert color="amber" variant="light" p="xs">
          {t("import.wrong", { n: wrong })}
        </Alert>
      )}
      <ScrollArea.Autosize mah="45dvh">
        <Table fz="sm" stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("import.row")}</Table.Th>
              <Table.Th>{t("person.name")}</Table.Th>
              <Table.Th>{t("import.action")}</Table.Th>
              <Table.Th>{t("import.problems")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Line key={row.row} row={row} />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </>
  );
}

function Beginning({ onFile, isReading }: { onFile: (file: File | null) => void; isReading: boolean }) {
  const { t } = useLanguage();
  const template = () => {
    download("/employees/import/template.xlsx", t("import.template.name")).catch((error: unknown) => showProblem(error, t));
  };
  return (
    <Stack gap="md">
      <Text size="sm">{t("import.how")}</Text>
      <Group gap="xs">
        <Button variant="light" leftSection={<IconDownload size={16} />} onClick={template} data-testid="import-template">
          {t("import.template")}
        </Button>
        <FileButton onChange={onFile} accept=".xlsx" inputProps={{ "aria-label": t("import.choose") }}>
          {(props) => (
            <Button {...props} loading={isReading} leftSection={<IconUpload size={16} />} data-testid="import-choose">
              {t("import.choose")}
            </Button>
          )}
        </FileButton>
      </Group>
    </Stack>
  );
}

/** Adds and changes people from a spreadsheet: first a trial that changes nothing, then for good. */
export function ImportPeople({ onClose }: { onClose: () => void }) {
  const { t } = useLanguage();
  const [file, setFile] = useState<File | null>(null);
  const trial = useSetup((chosen: File) => send(chosen, true));
  const apply = useSetup((chosen: File) => send(chosen, false));
  function choose(chosen: File | null): void {
    setFile(chosen);
    if (chosen) trial.mutate(chosen);
  }
  function finish(): void {
    if (file === null) return;
    apply.mutate(file, {
      onSuccess: ({ created, updated }) => {
        showDone(t("import.done", { created, updated }));
        onClose();
      },
    });
  }
  const result = trial.data;
  // The list is taken whole or not at all.
  const isClean = result?.rows.every(({ problems }) => problems.length === 0) ?? false;
  const hasWork = result !== undefined && result.created + result.updated > 0;
  return (
    <Modal opened onClose={onClose} size="xl" title={t("import.title")} closeButtonProps={{ "aria-label": t("action.close") }}>
      <Stack gap="md" data-testid="import">
        <Stepper active={result ? 1 : 0} size="xs" iconSize={30}>
          <Stepper.Step label={t("import.step.file")} icon={<IconFileSpreadsheet size={16} />} />
          <Stepper.Step label={t("import.step.check")} />
        </Stepper>
        {trial.error && <ErrorNotice error={trial.error} />}
        {apply.error && <ErrorNotice error={apply.error} />}
        {result ? <Trial result={result} /> : <Beginning onFile={choose} isReading={trial.isPending} />}
        {result && (
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={trial.reset}>
              {t("import.again")}
            </Button>
            <Button onClick={finish} loading={apply.isPending} disabled={!isClean || !hasWork} data-testid="import-apply">
              {t("import.apply", { n: result.created + result.updated })}
            </Button>
          </Group>
        )}
      </Stack>
    </Modal>
  );
}
