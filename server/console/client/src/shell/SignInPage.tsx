import { type FormEvent, useState } from "react";
import { Anchor, Box, Button, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../api/client";
import { sessionQuery } from "../api/queries";
import type { Session } from "../api/types";
import { useLanguage } from "../i18n/language";
import { ErrorNotice } from "../ui/ErrorNotice";
import { LanguageSwitch, ThemeSwitch } from "./Switches";
import classes from "./SignInPage.module.css";

function SignInForm() {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => call<Session>("/session", { method: "POST", body: { login: login.trim(), password } }),
    onSuccess: (session) => {
      // What another person has read here before is not shown to this one.
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
      client.setQueryData(sessionQuery.queryKey, session);
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    signIn.mutate();
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t("signin.login")}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          autoFocus
          required
          data-testid="signin-login"
        />
        <PasswordInput
          label={t("signin.password")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
          data-testid="signin-password"
        />
        {signIn.error && <ErrorNotice error={signIn.error} />}
        <Button type="submit" loading={signIn.isPending} mt="xs" data-testid="signin-submit">
          {t("signin.submit")}
        </Button>
      </Stack>
    </form>
  );
}

export function SignInPage() {
  const { t } = useLanguage();
  return (
    <Box className={classes.page}>
      <Paper className={classes.card} shadow="md" p="xl" radius="lg" withBorder>
        <Group gap="sm" mb="lg" wrap="nowrap">
          <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={44} height={44} />
          <div>
            <Title order={1} fz={22} lh={1.1}>
              {t("app.name")}
            </Title>
            <Text size="sm" c="dimmed">
              {t("app.tagline")}
            </Text>
          </div>
        </Group>
        <Title order={2} fz="md" mb="sm">
          {t("signin.title")}
        </Title>
        <SignInForm />
        <Group justify="space-between" mt="lg">
          <Anchor href="/phone/" size="sm">
            {t("signin.phone")}
          </Anchor>
          <Group gap={4}>
            <LanguageSwitch />
            <ThemeSwitch />
          </Group>
        </Group>
      </Paper>
    </Box>
  );
}
