import { useState } from "react";
import { Badge, Button, Checkbox, Drawer, Group, SegmentedControl, Select, Table, Text, UnstyledButton } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { quarantinePagesQuery } from "../api/queries";
import { QUARANTINE_STATES, type QuarantinePage as Page, type QuarantineState, type QuarantinedOperation } from "../api/types";
import { useLanguage } from "../i18n/language";
import { PersonSelect } from "../organisation/PersonSelect";
import { useRight } from "../shell/session";
import { Blank } from "../ui/Blank";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { formatTime } from "../ui/format";
import { DismissDialog } from "./DismissDialog";
import { Opened, useCodeText } from "./Opened";
import { useReleaseMany } from "./decide";
import classes from "../devices/DevicesPage.module.css";

interface Filter {
  state: QuarantineState;
  code: string | null;
  person: string | null;
}

interface FilterProps {
  filter: Filter;
  onChange: (filter: Filter) => void;
  page: Page | undefined;
}

function Filters({ filter, onChange, page }: FilterProps) {
  const { t } = useLanguage();
  const codeText = useCodeText();
  const states = QUARANTINE_STATES.map((state) => ({
    value: state,
    label: t(`quarantine.state.${state}` as const, { n: page ? page.counts[state] : "…" }),
  }));
  const codes = new Set([...Object.keys(page?.codes ?? {}), ...(filter.code ? [filter.code] : [])]);
  const data = [...codes].map((code) => ({ value: code, label: `${codeText(code)} (${page?.codes[code] ?? 0})` }));
  return (
    <Group gap={6}>
      <SegmentedControl size="xs" data={states} value={filter.state} onChange={(state) => onChange({ ...filter, state: state })} data-testid="quarantine-state" />
      <Select size="xs" w={210} placeholder={t("quarantine.code.all")} aria-label={t("quarantine.reason")} data={data} value={filter.code} onChange={(code) => onChange({ ...filter, code })} clearable data-testid="quarantine-code" />
      <PersonSelect size="xs" w={180} placeholder={t("filter.rep.all")} aria-label={t("filter.rep")} value={filter.person} onChange={(person) => onChange({ ...filter, person })} clearable data-testid="quarantine-person" />
    </Group>
  );
}

interface ManyProps {
  items: QuarantinedOperation[];
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
}

function Many({ items, selected, onSelect }: ManyProps) {
  const { t } = useLanguage();
  const none = () => onSelect(new Set());
  const { releaseMany, isPending } = useReleaseMany(none);
  const [isDismissing, setDismissing] = useState(false);
  const chosen = items.filter(({ id }) => selected.has(id)).map(({ id }) => id);
  const isAll = chosen.length === items.length;
  const closed = () => {
    setDismissing(false);
    none();
  };
  return (
    <Group gap="sm" px="md" py={6} style={{ borderBottom: "1px solid var(--tuyen-line)" }}>
      <Checkbox size="xs" label={t("quarantine.selectall")} checked={isAll} indeterminate={chosen.length > 0 && !isAll} onChange={() => onSelect(isAll ? new Set() : new Set(items.map(({ id }) => id)))} data-testid="quarantine-all" />
      {chosen.length > 0 && (
        <>
          <Button size="compact-sm" variant="light" loading={isPending} onClick={() => releaseMany(chosen)} data-testid="quarantine-release-many">
            {t("quarantine.release.many", { n: chosen.length })}
          </Button>
          <Button size="compact-sm" variant="subtle" color="red" onClick={() => setDismissing(true)} data-testid="quarantine-dismiss-many">
            {t("quarantine.dismiss.many", { n: chosen.length })}
          </Button>
        </>
      )}
      {isDismissing && <DismissDialog ids={chosen} onClose={() => setDismissing(false)} onDone={closed} />}
    </Group>
  );
}

interface ListProps {
  items: QuarantinedOperation[];
  selected: ReadonlySet<string> | null;
  onToggle: (id: string) => void;
  onOpen: (item: QuarantinedOperation) => void;
}

function Operations({ items, selected, onToggle, onOpen }: ListProps) {
  const { t, say } = useLanguage();
  const codeText = useCodeText();
  return (
    <Table fz="sm" verticalSpacing="xs" stickyHeader className={classes.table}>
      <Table.Thead>
        <Table.Tr>
          {selected && <Table.Th w={36} aria-label={t("quarantine.selectall")} />}
          <Table.Th>{t("quarantine.received")}</Table.Th>
          <Table.Th>{t("quarantine.reason")}</Table.Th>
          <Table.Th>{t("quarantine.device")}</Table.Th>
          <Table.Th className={classes.wide}>{t("quarantine.number")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((item) => (
          <Table.Tr key={item.id} className={classes.row} onClick={() => onOpen(item)} data-testid="quarantined" data-code={item.code}>
            {selected && (
              <Table.Td onClick={(event) => event.stopPropagation()}>
                <Checkbox size="xs" checked={selected.has(item.id)} onChange={() => onToggle(item.id)} aria-label={`${codeText(item.code)} – ${item.employee?.name ?? ""}`} data-testid="quarantine-pick" />
              </Table.Td>
            )}
            <Table.Td>
              <UnstyledButton fz="sm" onClick={() => onOpen(item)}>
                {formatTime(item.received_at)}
              </UnstyledButton>
            </Table.Td>
            <Table.Td>
              <Badge size="sm" variant="light" color="orange" tt="none">
                {codeText(item.code)}
              </Badge>
              <Text size="xs" c="dimmed" lineClamp={2} style={{ overflowWrap: "anywhere" }}>
                {item.comment ?? say(item.said)}
              </Text>
            </Table.Td>
            <Table.Td>
              {item.employee?.name ?? t("value.unknown")}
              <Text size="xs" c="dimmed">
                {item.device?.name}
              </Text>
            </Table.Td>
            <Table.Td className={classes.wide}>{item.n ?? t("value.unknown")}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Shown({ items, isOpenState, isNarrowed }: { items: QuarantinedOperation[]; isOpenState: boolean; isNarrowed: boolean }) {
  const { t } = useLanguage();
  const mayDecide = useRight("quarantine.write") && isOpenState;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [opened, open] = useState<QuarantinedOperation | null>(null);
  const codeText = useCodeText();
  function toggle(id: string): void {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  }
  if (items.length === 0) {
    const title = t(isOpenState && !isNarrowed ? "quarantine.empty" : "quarantine.empty.other");
    return <Blank title={title} hint={t("quarantine.empty.hint")} icon={<IconCircleCheck size={24} stroke={1.5} />} />;
  }
  return (
    <>
      {mayDecide && items.length > 1 && <Many items={items} selected={selected} onSelect={setSelected} />}
      <Operations items={items} selected={mayDecide && items.length > 1 ? selected : null} onToggle={toggle} onOpen={open} />
      <Drawer opened={opened !== null} onClose={() => open(null)} position="right" size={560} title={opened && codeText(opened.code)} closeButtonProps={{ "aria-label": t("action.close") }}>
        {opened && <Opened key={opened.id} item={opened} onDone={() => open(null)} />}
      </Drawer>
    </>
  );
}

/** What phones sent and the server could not apply: kept as it came, until somebody decides. */
export default function QuarantinePage() {
  const { t } = useLanguage();
  const [filter, setFilter] = useState<Filter>({ state: "open", code: null, person: null });
  const query = { state: filter.state, code: filter.code, person_id: filter.person };
  const pages = useInfiniteQuery({ ...quarantinePagesQuery(query), refetchOnMount: "always" });
  return (
    <div className="page">
      <PageHead title={t("quarantine.title")}>
        <Filters filter={filter} onChange={setFilter} page={pages.data?.pages[0]} />
      </PageHead>
      <div className="scroll">
        <Read of={pages}>
          {(answer) => (
            <>
              <Shown key={JSON.stringify(filter)} items={answer.pages.flatMap(({ items }) => items)} isOpenState={filter.state === "open"} isNarrowed={filter.code !== null || filter.person !== null} />
              {pages.hasNextPage && (
                <Button variant="subtle" fullWidth my="xs" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()} data-testid="quarantine-more">
                  {t("action.more")}
                </Button>
              )}
            </>
          )}
        </Read>
      </div>
    </div>
  );
}
