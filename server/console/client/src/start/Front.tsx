import type { ReactNode } from "react";
import { Box, Group, Paper, Text, Title } from "@mantine/core";
import { useLanguage } from "../i18n/language";
import { LanguageSwitch, ThemeSwitch } from "../shell/Switches";
import classes from "../shell/SignInPage.module.css";

/** The card of those who are not signed in yet. */
export function Front({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useLanguage();
  return (
    <Box className={classes.page}>
      <Paper className={classes.card} shadow="md" p="xl" radius="lg" withBorder>
        <Group gap="sm" mb="lg" wrap="nowrap">
          <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={44} height={44} />
          <div>
            <Text fw={600} fz={22} lh={1.1}>
              {t("app.name")}
            </Text>
            <Text size="sm" c="dimmed">
              {t("app.tagline")}
            </Text>
          </div>
        </Group>
        <Title order={1} fz="md" mb="sm">
          {title}
        </Title>
        {children}
        <Group justify="flex-end" gap={4} mt="lg">
          <LanguageSwitch />
          <ThemeSwitch />
        </Group>
      </Paper>
    </Box>
  );
}
