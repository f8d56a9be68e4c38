import { type FormEvent, useState } from "react";
import { Alert, Anchor, Box, Button, Divider, Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconLogin2 } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type HalfSession, isHalf } from "../account/types";
import { call } from "../api/client";
import { sessionQuery } from "../api/queries";
import type { Named, Session } from "../api/types";
import { useLanguage } from "../i18n/language";
import type { MessageKey } from "../i18n/vi";
import { ErrorNotice } from "../ui/ErrorNotice";
import { PasswordField } from "../ui/PasswordField";
import { SecondFactor } from "./SecondFactor";
import { LanguageSwitch, ThemeSwitch } from "./Switches";
import { readAddress, wayTo } from "./signInAddress";
import classes from "./SignInPage.module.css";

interface FormProps {
  onAnswer: (answer: Session | HalfSession) => void;
}

function SignInForm({ onAnswer }: FormProps) {
  const { t } = useLanguage();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => call<Session | HalfSession>("/session", { method: "POST", body: { login: login.trim(), password } }),
    onSuccess: onAnswer,
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
        <PasswordField
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

const PROBLEMS: Partial<Record<string, MessageKey>> = {
  sso_refused: "signin.problem.sso_refused",
  sso_unreachable: "signin.problem.sso_unreachable",
};

function OtherSystem({ sso }: { sso: string }) {
  const { t } = useLanguage();
  const provider = useQuery({
    queryKey: ["sso", sso],
    queryFn: () => call<Named>(`/session/oidc/${encodeURIComponent(sso)}`, { query: { ask: "name" } }),
    retry: false,
  });
  if (!provider.data) return null;
  return (
    <>
      <Divider label={t("signin.or")} my="md" />
      <Button component="a" href={wayTo(sso)} variant="default" fullWidth leftSection={<IconLogin2 size={18} />} data-testid="signin-sso">
        {t("signin.with", { name: provider.data.name })}
      </Button>
    </>
  );
}

/** The steps of signing in: password or another system, then the second factor of who has one. */
function Steps() {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [address] = useState(() => readAddress(window.location.search, window.localStorage));
  const [half, setHalf] = useState<HalfSession | null>(null);
  const waiting = useQuery({
    queryKey: ["session", "second"],
    queryFn: () => call<HalfSession>("/session/second"),
    enabled: address.isHalf,
    retry: false,
  });
  const [isLeft, leave] = useState(false);
  const offered = half ?? (isLeft ? undefined : waiting.data);

  function enter(session: Session) {
    // What another person has read here before is not shown to this one.
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
    client.setQueryData(sessionQuery.queryKey, session);
    if (window.location.search !== "") window.history.replaceState(null, "", window.location.pathname);
  }
  function back() {
    setHalf(null);
    leave(true);
  }

  if (offered) {
    return (
      <>
        <Title order={2} fz="md" mb="sm">
          {t("signin.second.title")}
        </Title>
        <SecondFactor offered={offered.second_factor} path="/session/second" onDone={enter} />
        <Anchor component="button" type="button" size="sm" mt="md" onClick={back}>
          {t("signin.second.back")}
        </Anchor>
      </>
    );
  }
  return (
    <>
      <Title order={2} fz="md" mb="sm">
        {t("signin.title")}
      </Title>
      {address.problem && (
        <Alert color="amber" variant="light" mb="sm" data-testid="signin-problem">
          {t(PROBLEMS[address.problem] ?? "signin.problem.other")}
        </Alert>
      )}
      <SignInForm onAnswer={(answer) => (isHalf(answer) ? setHalf(answer) : enter(answer))} />
      {address.sso && <OtherSystem sso={address.sso} />}
    </>
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
        <Steps />
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
