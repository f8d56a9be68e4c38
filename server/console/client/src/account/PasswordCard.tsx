import { type FormEvent, useState } from "react";
import { Button, Group, SimpleGrid, Text } from "@mantine/core";
import { call } from "../api/client";
import { useLanguage } from "../i18n/language";
import { ErrorNotice, showDone } from "../ui/ErrorNotice";
import { PasswordField } from "../ui/PasswordField";
import { Card } from "./Card";
import { useAccountAction } from "./queries";

const SHORTEST = 10;
const EMPTY = { old: "", new: "" };

/** Changing one's password. */
export function PasswordCard() {
  const { t } = useLanguage();
  const [typed, setTyped] = useState(EMPTY);
  const change = useAccountAction((body: typeof EMPTY) => call<undefined>("/account/password", { method: "POST", body }));
  const isShort = typed.new !== "" && typed.new.length < SHORTEST;
  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate(typed, {
      onSuccess: () => {
        setTyped(EMPTY);
        showDone(t("password.changed"));
      },
    });
  }
  return (
    <Card title={t("password.title")} hint={t("password.hint")} testid="card-password">
      <form onSubmit={submit}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <PasswordField
            label={t("password.old")}
            value={typed.old}
            onChange={(event) => setTyped({ ...typed, old: event.currentTarget.value })}
            autoComplete="current-password"
            data-testid="password-old"
          />
          <PasswordField
            label={t("password.new")}
            value={typed.new}
            onChange={(event) => setTyped({ ...typed, new: event.currentTarget.value })}
            autoComplete="new-password"
            data-testid="password-new"
          />
        </SimpleGrid>
        {change.error && <ErrorNotice error={change.error} />}
        <Group justify="flex-end" mt="sm" gap="sm">
          {isShort && (
            <Text size="xs" c="dimmed" role="status">
              {t("password.short")}
            </Text>
          )}
          <Button
            type="submit"
            variant="light"
            size="xs"
            loading={change.isPending}
            disabled={typed.old === "" || typed.new.length < SHORTEST}
            data-testid="password-submit"
          >
            {t("password.change")}
          </Button>
        </Group>
      </form>
    </Card>
  );
}
