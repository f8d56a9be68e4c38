import { ActionIcon, Anchor, Badge, Group, Popover, ScrollArea, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconBook,
  IconBrandFacebook,
  IconBrandYoutube,
  IconDeviceDesktopShare,
  IconHelpCircle,
  IconMail,
  IconMessageCircle,
  IconPhone,
  IconQuestionMark,
  IconTicket,
  IconVideo,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { helpQuery } from "../api/organisationQueries";
import type { ChannelKind, GuideKind, HelpHotline, HelpNow } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { ZONE } from "../ui/format";
import { useNow } from "../ui/useNow";
import { daysText, isOpen } from "./help";

const CHANNEL_ICON: Record<ChannelKind, typeof IconPhone> = {
  hotline: IconPhone,
  fanpage: IconBrandFacebook,
  zalo: IconMessageCircle,
  email: IconMail,
  youtube: IconBrandYoutube,
  ticket: IconTicket,
  remote: IconDeviceDesktopShare,
};
const GUIDE_ICON: Record<GuideKind, typeof IconBook> = { guide: IconBook, faq: IconQuestionMark, video: IconVideo };

/** Only addresses that a link may carry: what an administrator typed is not trusted to be one. */
function isLink(url: string): boolean {
  return /^(https?:|mailto:|tel:)/i.test(url);
}

function Hotline({ line }: { line: HelpHotline }) {
  const { t } = useLanguage();
  const open = isOpen(line, useNow(), ZONE);
  const days = daysText(line.days, (day) => t(`day.${day as 1}`));
  return (
    <Group justify="space-between" wrap="nowrap" data-testid="hotline" data-open={open}>
      <div>
        <Anchor href={`tel:${line.phone.replace(/[^\d+]/g, "")}`} fw={600}>
          {line.phone}
        </Anchor>
        <Text size="xs" c="dimmed">
          {[line.label, `${line.opens}–${line.closes}`, days].filter(Boolean).join(" · ")}
        </Text>
      </div>
      <Badge color={open ? "green" : "gray"} variant="light" tt="none">
        {t(open ? "help.open" : "help.closed")}
      </Badge>
    </Group>
  );
}

function Links({ title, links }: { title: string; links: { url: string; label: string; icon: typeof IconPhone }[] }) {
  const good = links.filter(({ url }) => isLink(url));
  if (good.length === 0) return null;
  return (
    <Stack gap={6}>
      <Text size="xs" fw={600} c="dimmed">
        {title}
      </Text>
      {good.map(({ url, label, icon: Icon }) => (
        <Anchor key={`${label} ${url}`} href={url} target="_blank" rel="noreferrer noopener" size="sm">
          <Group gap={8} wrap="nowrap">
            <Icon size={17} stroke={1.6} />
            {label}
          </Group>
        </Anchor>
      ))}
    </Stack>
  );
}

function Content({ help }: { help: HelpNow }) {
  const { t } = useLanguage();
  const { hotlines = [], guides = [], channels = [] } = help;
  if (hotlines.length + guides.length + channels.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("help.empty")}
      </Text>
    );
  }
  return (
    <Stack gap="md" data-testid="help-content">
      {hotlines.map((line) => (
        <Hotline key={`${line.label} ${line.phone}`} line={line} />
      ))}
      <Links title={t("help.guides")} links={guides.map(({ url, title, kind }) => ({ url, label: title || t(`help.guide.${kind}`), icon: GUIDE_ICON[kind] }))} />
      <Links title={t("help.channels")} links={channels.map(({ url, label, kind }) => ({ url, label: label || t(`help.channel.${kind}`), icon: CHANNEL_ICON[kind] }))} />
    </Stack>
  );
}

/** Where help is found: hotlines and whether they answer now, guides, channels. */
export function HelpMenu() {
  const { t } = useLanguage();
  const [opened, { toggle, close }] = useDisclosure(false);
  const help = useQuery(helpQuery).data;
  return (
    <Popover opened={opened} onChange={close} width={320} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" onClick={toggle} aria-label={t("help.title")} title={t("help.title")} data-testid="help">
          <IconHelpCircle size={19} stroke={1.6} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <ScrollArea.Autosize mah="70dvh">
          <Content help={help ?? {}} />
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
