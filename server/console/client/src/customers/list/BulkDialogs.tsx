import { type ReactNode, useState } from "react";
import { SegmentedControl, Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSetup } from "../../api/organisationQueries";
import { tagsQuery } from "../../data/queries";
import { useLanguage } from "../../i18n/language";
import { Dialog } from "../../ui/Dialog";
import { showDone } from "../../ui/ErrorNotice";
import { formatNumber } from "../../ui/format";
import { STATUSES } from "../status";
import { type Act, type Many, countOf, doWithMany } from "./bulk";
import { groupsQuery } from "./queries";

export type BulkKind = "tag" | "group" | "status" | "archive" | "restore";

interface Props {
  many: Many;
  onClose: () => void;
  onDone: () => void;
}

interface AskProps extends Props {
  kind: BulkKind;
  act: Act | null;
  color?: string;
  children: ReactNode;
}

/** One question with its button; tells afterwards how many were changed. */
function Ask({ many, kind, act, color, onClose, onDone, children }: AskProps) {
  const { t } = useLanguage();
  const bulk = useSetup((wanted: Act) => doWithMany(many, wanted));
  function submit(): void {
    if (act === null) return;
    bulk.mutate(act, {
      onSuccess: ({ changed }) => {
        showDone(t("bulk.done", { n: formatNumber(changed, 0, t) }));
        onDone();
      },
    });
  }
  return (
    <Dialog
      title={t(`bulk.${kind}.title`, { n: formatNumber(countOf(many), 0, t) })}
      onClose={onClose}
      action={t(`bulk.${kind}.confirm`)}
      onAct={submit}
      isActing={bulk.isPending}
      disabled={act === null}
      error={bulk.error}
      {...(color ? { color } : {})}
      testid="bulk"
    >
      {children}
    </Dialog>
  );
}

type Direction = "on" | "off";

function Directions({ value, onChange, kind }: { value: Direction; onChange: (value: Direction) => void; kind: "tag" | "group" }) {
  const { t } = useLanguage();
  return (
    <SegmentedControl
      data={[
        { value: "on", label: t(`bulk.${kind}.on`) },
        { value: "off", label: t(`bulk.${kind}.off`) },
      ]}
      value={value}
      onChange={onChange}
      aria-label={t(`bulk.${kind}.confirm`)}
    />
  );
}

function TagMany(props: Props) {
  const { t } = useLanguage();
  const [direction, setDirection] = useState<Direction>("on");
  const [tagId, setTag] = useState<string | null>(null);
  const known = useQuery(tagsQuery).data?.items ?? [];
  const act: Act | null = tagId === null ? null : { action: direction === "on" ? "tag" : "untag", tag_id: tagId };
  return (
    <Ask {...props} kind="tag" act={act}>
      <Directions value={direction} onChange={setDirection} kind="tag" />
      <Select
        label={t("column.tags")}
        data={known.map(({ id, name }) => ({ value: id, label: name }))}
        value={tagId}
        onChange={setTag}
        searchable
        nothingFoundMessage={t("bulk.tag.none")}
        data-testid="bulk-tags"
      />
    </Ask>
  );
}

function GroupMany(props: Props) {
  const { t } = useLanguage();
  const [direction, setDirection] = useState<Direction>("on");
  const [groupId, setGroup] = useState<string | null>(null);
  const known = useQuery(groupsQuery()).data?.items ?? [];
  const act: Act | null = groupId === null ? null : { action: direction === "on" ? "group" : "ungroup", group_id: groupId };
  return (
    <Ask {...props} kind="group" act={act}>
      <Directions value={direction} onChange={setDirection} kind="group" />
      <Select
        label={t("column.groups")}
        data={known.map(({ id, name }) => ({ value: id, label: name }))}
        value={groupId}
        onChange={setGroup}
        searchable
        nothingFoundMessage={t("bulk.group.none")}
        data-testid="bulk-group"
      />
    </Ask>
  );
}

function StatusMany(props: Props) {
  const { t } = useLanguage();
  const [status, setStatus] = useState<string | null>(null);
  return (
    <Ask {...props} kind="status" act={status === null ? null : { action: "status", status }}>
      <Select
        label={t("column.status")}
        data={STATUSES.filter((value) => value !== "lead").map((value) => ({ value, label: t(`status.${value}`) }))}
        value={status}
        onChange={setStatus}
        data-testid="bulk-status"
      />
    </Ask>
  );
}

function ArchiveMany({ restores, ...props }: Props & { restores: boolean }) {
  const { t } = useLanguage();
  const kind = restores ? "restore" : "archive";
  return (
    <Ask {...props} kind={kind} act={{ action: kind }} {...(restores ? {} : { color: "red.9" })}>
      <Text size="sm">{t(`bulk.${kind}.hint`)}</Text>
    </Ask>
  );
}

/** The question for one kind of act. */
export function BulkDialog({ kind, ...props }: Props & { kind: BulkKind }) {
  if (kind === "tag") return <TagMany {...props} />;
  if (kind === "group") return <GroupMany {...props} />;
  if (kind === "status") return <StatusMany {...props} />;
  return <ArchiveMany {...props} restores={kind === "restore"} />;
}
