import type { ReactNode } from "react";
import { ActionIcon, Button, Chip, Group, Paper, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { CHANNEL_KINDS, GUIDE_KINDS, type Help, type HelpChannel, type HelpGuide, type HelpHotline } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { newHotline } from "./help";

const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

interface ListProps<Item> {
  title: string;
  add: string;
  items: readonly Item[];
  fresh: () => Item;
  onChange: (items: Item[]) => void;
  render: (item: Item, change: (part: Partial<Item>) => void) => ReactNode;
  testid: string;
}

/** Lines that are added, changed and taken away. */
function Lines<Item>({ title, add, items, fresh, onChange, render, testid }: ListProps<Item>) {
  const { t } = useLanguage();
  const put = (at: number, part: Partial<Item>) => onChange(items.map((item, index) => (index === at ? { ...item, ...part } : item)));
  return (
    <Stack gap="xs">
      <Title order={3} fz="sm">
        {title}
      </Title>
      {items.map((item, index) => (
        <Paper key={index} className="panel" p="xs" data-testid={testid}>
          <Group align="flex-end" wrap="nowrap" gap="xs">
            <Group gap="xs" flex={1} align="flex-end">
              {render(item, (part) => put(index, part))}
            </Group>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              onClick={() => onChange(items.filter((_, at) => at !== index))}
              aria-label={`${t("action.remove")}: ${title} ${index + 1}`}
            >
              <IconTrash size={17} stroke={1.6} />
            </ActionIcon>
          </Group>
        </Paper>
      ))}
      <Button
        size="compact-sm"
        variant="light"
        leftSection={<IconPlus size={15} />}
        onClick={() => onChange([...items, fresh()])}
        style={{ alignSelf: "flex-start" }}
        data-testid={`${testid}-add`}
      >
        {add}
      </Button>
    </Stack>
  );
}

interface LineProps<Item> {
  line: Item;
  change: (part: Partial<Item>) => void;
}

function HotlineLine({ line, change }: LineProps<HelpHotline>) {
  const { t } = useLanguage();
  return (
    <>
      <TextInput size="xs" flex="1 1 140px" label={t("help.phone")} value={line.phone} onChange={(event) => change({ phone: event.currentTarget.value })} data-testid="hotline-phone" />
      <TextInput size="xs" flex="1 1 140px" label={t("help.label")} value={line.label} onChange={(event) => change({ label: event.currentTarget.value })} />
      <TextInput size="xs" w={124} type="time" label={t("help.opens")} value={line.opens} onChange={(event) => change({ opens: event.currentTarget.value })} />
      <TextInput size="xs" w={124} type="time" label={t("help.closes")} value={line.closes} onChange={(event) => change({ closes: event.currentTarget.value })} />
      <Chip.Group multiple value={line.days.map(String)} onChange={(days) => change({ days: days.map(Number).sort() })}>
        <Group gap={4} role="group" aria-label={t("help.days")}>
          {WEEK.map((day) => (
            <Chip key={day} size="xs" value={String(day)}>
              {t(`day.${day}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </>
  );
}

function GuideLine({ line, change }: LineProps<HelpGuide>) {
  const { t } = useLanguage();
  return (
    <>
      <Select
        size="xs"
        w={150}
        label={t("help.kind")}
        data={GUIDE_KINDS.map((kind) => ({ value: kind, label: t(`help.guide.${kind}`) }))}
        value={line.kind}
        onChange={(kind) => kind && change({ kind })}
        allowDeselect={false}
      />
      <TextInput size="xs" flex="1 1 160px" label={t("help.label")} value={line.title} onChange={(event) => change({ title: event.currentTarget.value })} />
      <TextInput size="xs" flex="2 1 200px" type="url" label={t("help.url")} value={line.url} onChange={(event) => change({ url: event.currentTarget.value })} />
    </>
  );
}

function ChannelLine({ line, change }: LineProps<HelpChannel>) {
  const { t } = useLanguage();
  return (
    <>
      <Select
        size="xs"
        w={150}
        label={t("help.kind")}
        data={CHANNEL_KINDS.map((kind) => ({ value: kind, label: t(`help.channel.${kind}`) }))}
        value={line.kind}
        onChange={(kind) => kind && change({ kind })}
        allowDeselect={false}
      />
      <TextInput size="xs" flex="1 1 160px" label={t("help.label")} value={line.label} onChange={(event) => change({ label: event.currentTarget.value })} />
      <TextInput size="xs" flex="2 1 200px" label={t("help.url")} value={line.url} onChange={(event) => change({ url: event.currentTarget.value })} />
    </>
  );
}

/** What everybody of the organisation is told when he looks for help. */
export function HelpEditor({ help, onChange }: { help: Help; onChange: (help: Help) => void }) {
  const { t } = useLanguage();
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        {t("help.editor.hint")}
      </Text>
      <Lines
        title={t("help.hotlines")}
        add={t("help.hotlines.add")}
        items={help.hotlines}
        fresh={newHotline}
        onChange={(hotlines) => onChange({ ...help, hotlines })}
        render={(line, change) => <HotlineLine line={line} change={change} />}
        testid="hotline-line"
      />
      <Lines
        title={t("help.guides")}
        add={t("help.guides.add")}
        items={help.guides}
        fresh={(): HelpGuide => ({ title: "", url: "", kind: "guide" })}
        onChange={(guides) => onChange({ ...help, guides })}
        render={(line, change) => <GuideLine line={line} change={change} />}
        testid="guide-line"
      />
      <Lines
        title={t("help.channels")}
        add={t("help.channels.add")}
        items={help.channels}
        fresh={(): HelpChannel => ({ kind: "zalo", label: "", url: "" })}
        onChange={(channels) => onChange({ ...help, channels })}
        render={(line, change) => <ChannelLine line={line} change={change} />}
        testid="channel-line"
      />
    </Stack>
  );
}
