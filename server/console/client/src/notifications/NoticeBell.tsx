import { ActionIcon, Button, Indicator, Popover, ScrollArea, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { noticesQuery } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { NoticeList } from "./NoticeList";

const MOST = 8;

export function NoticeBell() {
  const { t } = useLanguage();
  const [opened, { toggle, close }] = useDisclosure(false);
  const notices = useQuery(noticesQuery).data?.items ?? [];
  const unread = notices.filter(({ read_at }) => read_at === null).length;
  return (
    <Popover opened={opened} onChange={toggle} width={340} position="bottom-end" shadow="md">
      <Popover.Target>
        <Indicator label={unread > 99 ? "99+" : unread} disabled={unread === 0} size={16} color="amber.7" offset={8}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            onClick={toggle}
            aria-label={`${t("notices.title")}: ${t("notices.unread", { n: unread })}`}
            data-testid="bell"
          >
            <IconBell size={19} stroke={1.6} />
          </ActionIcon>
        </Indicator>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <ScrollArea.Autosize mah={420}>
          {notices.length === 0 ? (
            <Text size="sm" c="dimmed" p="md">
              {t("notices.empty")}
            </Text>
          ) : (
            <NoticeList notices={notices.slice(0, MOST)} onGo={close} />
          )}
        </ScrollArea.Autosize>
        <Button component={Link} to="/notifications" variant="subtle" fullWidth radius={0} onClick={close}>
          {t("notices.all")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
