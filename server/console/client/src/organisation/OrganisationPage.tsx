import { useState } from "react";
import { ActionIcon, Badge, Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { branchesQuery, organisationQuery, useSetup } from "../api/organisationQueries";
import type { Branch, Organisation } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { ErrorNotice, showDone, showProblem } from "../ui/ErrorNotice";
import { NameDialog } from "../ui/NameDialog";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { Panel } from "../ui/DetailFrame";
import { Extensions } from "./Extensions";
import { HelpEditor } from "./HelpEditor";
import { EMPTY_HELP, type HelpWords, tidied } from "./help";

const ZONES = ["Asia/Ho_Chi_Minh", "Asia/Bangkok", "Asia/Vientiane", "Asia/Phnom_Penh", "Asia/Singapore", "UTC"];

function BranchLine({ branch, onRename }: { branch: Branch; onRename: () => void }) {
  const { t } = useLanguage();
  const mayWrite = useRight("organisation.write");
  const archive = useSetup((archived: boolean) => call<unknown>(`/branches/${branch.id}`, { method: "PATCH", body: { archived } }));
  return (
    <Group justify="space-between" data-testid="branch">
      <Group gap="xs">
        <Text size="sm">{branch.name}</Text>
        {branch.archived && (
          <Badge variant="light" color="gray" tt="none">
            {t("setup.archived")}
          </Badge>
        )}
      </Group>
      {mayWrite && (
        <Group gap={4}>
          <ActionIcon variant="subtle" color="gray" onClick={onRename} aria-label={`${t("setup.rename")} ${branch.name}`}>
            <IconPencil size={16} />
          </ActionIcon>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            onClick={() => archive.mutate(!branch.archived, { onError: (error) => showProblem(error, t) })}
          >
            {t(branch.archived ? "setup.unarchive" : "setup.archive")}
          </Button>
        </Group>
      )}
    </Group>
  );
}

function Branches() {
  const { t } = useLanguage();
  const branches = useQuery(branchesQuery);
  const [named, name] = useState<Branch | "new" | null>(null);
  const mayWrite = useRight("organisation.write");
  const add = mayWrite && (
    <Button size="compact-sm" variant="light" leftSection={<IconPlus size={15} />} onClick={() => name("new")} data-testid="branch-add">
      {t("branches.add")}
    </Button>
  );
  const save = (typed: string) =>
    named === "new" || named === null
      ? call<unknown>("/branches", { method: "POST", body: { name: typed } })
      : call<unknown>(`/branches/${named.id}`, { method: "PATCH", body: { name: typed } });
  return (
    <Panel title={t("branches.title")} end={add}>
      <Read of={branches} rows={2}>
        {({ items }) => (
          <Stack gap={6}>
            {items.length === 0 && (
              <Text size="sm" c="dimmed">
                {t("branches.empty")}
              </Text>
            )}
            {items.map((branch) => (
              <BranchLine key={branch.id} branch={branch} onRename={() => name(branch)} />
            ))}
          </Stack>
        )}
      </Read>
      {named && (
        <NameDialog
          title={named === "new" ? t("branches.add") : t("setup.rename.of", { name: named.name })}
          name={named === "new" ? "" : named.name}
          act={save}
          onClose={() => name(null)}
        />
      )}
    </Panel>
  );
}

interface Draft {
  name: string;
  hotline: string;
  call_url: string;
  timezone: string;
  help: typeof EMPTY_HELP;
}

function Loaded({ organisation }: { organisation: Organisation }) {
  const { t } = useLanguage();
  const stored: Draft = {
    name: organisation.name,
    hotline: organisation.hotline ?? "",
    call_url: organisation.call_url ?? "",
    timezone: organisation.timezone,
    help: { ...EMPTY_HELP, ...organisation.help },
  };
  const [draft, setDraft] = useState<Draft | null>(null);
  const shown = draft ?? stored;
  const change = (part: Partial<Draft>) => setDraft({ ...shown, ...part });
  const words: HelpWords = {
    hotline: t("help.channel.hotline"),
    guide: (kind) => t(`help.guide.${kind}`),
    channel: (kind) => t(`help.channel.${kind}`),
  };
  const save = useSetup((body: Draft) =>
    call<Organisation>("/organisation", {
      method: "PATCH",
      body: { ...body, hotline: body.hotline.trim() || null, call_url: body.call_url.trim() || null, help: tidied(body.help, words) },
    }),
  );
  function submit(): void {
    save.mutate(shown, {
      onSuccess: () => {
        showDone(t("action.saved"));
        setDraft(null);
      },
    });
  }
  const end = draft && (
    <Group gap="xs" wrap="nowrap">
      <Button size="xs" variant="default" onClick={() => setDraft(null)}>
        {t("routes.discard")}
      </Button>
      <Button size="xs" loading={save.isPending} disabled={shown.name.trim() === ""} onClick={submit} data-testid="organisation-save">
        {t("action.save")}
      </Button>
    </Group>
  );
  return (
    <>
      <PageHead title={t("organisation.title")} end={end} />
      <div className="scroll">
        <Stack p="md" gap="md" maw={980}>
          {save.error && <ErrorNotice error={save.error} />}
          <Panel title={t("organisation.facts")}>
            <SimpleGrid cols={{ base: 1, sm: 3 }}>
              <TextInput label={t("organisation.name")} value={shown.name} onChange={(event) => change({ name: event.currentTarget.value })} required data-testid="organisation-name" />
              <TextInput label={t("organisation.hotline")} type="tel" value={shown.hotline} onChange={(event) => change({ hotline: event.currentTarget.value })} />
              <Select
                label={t("organisation.timezone")}
                data={[...new Set([shown.timezone, ...ZONES])]}
                value={shown.timezone}
                onChange={(timezone) => timezone && change({ timezone })}
                allowDeselect={false}
              />
            </SimpleGrid>
            <TextInput
              mt="sm"
              label={t("organisation.exchange")}
              description={t("organisation.exchange.hint")}
              placeholder="https://tongdai.example/goi?tu={extension}&so={phone}"
              value={shown.call_url}
              onChange={(event) => change({ call_url: event.currentTarget.value })}
              data-testid="organisation-exchange"
            />
          </Panel>
          <Extensions />
          <Branches />
          <Panel title={t("help.title")}>
            <HelpEditor help={shown.help} onChange={(help) => change({ help })} />
          </Panel>
        </Stack>
      </div>
    </>
  );
}

/** The organisation itself: its name, its branches, and where its people find help. */
export default function OrganisationPage() {
  const organisation = useQuery(organisationQuery);
  return (
    <div className="page">
      <Read of={organisation}>{(loaded) => <Loaded organisation={loaded} />}</Read>
    </div>
  );
}
