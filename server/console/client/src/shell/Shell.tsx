import { Alert, AppShell, Burger, Center, Group, Loader, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCloudOff } from "@tabler/icons-react";
import { useFeedPoke } from "../api/useFeedPoke";
import { SelectionProvider } from "../customers/SelectionProvider";
import { useLanguage } from "../i18n/language";
import { HelpMenu } from "../organisation/HelpMenu";
import { NoticeBell } from "../notifications/NoticeBell";
import { Navigation } from "./Navigation";
import { Pages } from "./Pages";
import { PersonMenu } from "./PersonMenu";
import { useSession } from "./session";
import { useNarrow } from "./useNarrow";
import { StepUp } from "./StepUp";
import { LanguageSwitch, ThemeSwitch } from "./Switches";

function Header({ opened, toggle }: { opened: boolean; toggle: () => void }) {
  const { t } = useLanguage();
  const { organisation } = useSession();
  const isNarrow = useNarrow();
  return (
    <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
      <Group gap="sm" wrap="nowrap" miw={0}>
        <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label={t("nav.menu")} />
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={28} height={28} />
        <Text fw={700} size="lg" visibleFrom="xs">
          {t("app.name")}
        </Text>
        <Text c="dimmed" size="sm" truncate data-testid="organisation">
          {organisation.name}
        </Text>
      </Group>
      <Group gap={4} wrap="nowrap">
        {!isNarrow && (
          <>
            <LanguageSwitch />
            <ThemeSwitch />
          </>
        )}
        <HelpMenu />
        <NoticeBell />
        <PersonMenu />
      </Group>
    </Group>
  );
}

function ConnectionLost() {
  const { t } = useLanguage();
  return (
    <Alert color="amber" variant="filled" radius={0} py={6} icon={<IconCloudOff size={18} />} data-testid="connection-lost">
      {t("connection.lost")}
    </Alert>
  );
}

/** Header, navigation and the page; keeps the pages fresh while somebody is signed in. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const reach = useFeedPoke();
  return (
    <SelectionProvider>
      <StepUp />
      <AppShell
        header={{ height: 52 }}
        navbar={{ width: 248, breakpoint: "md", collapsed: { mobile: !opened } }}
        padding={0}
      >
        <AppShell.Header>
          <Header opened={opened} toggle={toggle} />
        </AppShell.Header>
        <AppShell.Navbar p="xs">
          <Navigation onGo={close} />
        </AppShell.Navbar>
        <AppShell.Main>
          {reach === "lost" && <ConnectionLost />}
          {reach === "connecting" ? (
            <Center h="60dvh">
              <Loader />
            </Center>
          ) : (
            <Pages />
          )}
        </AppShell.Main>
      </AppShell>
    </SelectionProvider>
  );
}
