import { type FormEvent, useState } from "react";
import { Button, Stack, TextInput } from "@mantine/core";
import { useLanguage } from "../i18n/language";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Front } from "./Front";
import { Passwords, isGood } from "./Passwords";
import { useEntering } from "./useEntering";

/** Founding an organisation, on servers whose operator lets anybody do so; the server says when it may not be. */
export default function FoundPage() {
  const { t } = useLanguage();
  const [founder, setFounder] = useState({ organisation: "", name: "", login: "" });
  const [pair, setPair] = useState({ password: "", again: "" });
  const [isChecked, setChecked] = useState(false);
  const found = useEntering("/organisations");
  const isComplete = Object.values(founder).every((typed) => typed.trim() !== "");
  function submit(event: FormEvent): void {
    event.preventDefault();
    setChecked(true);
    if (isComplete && isGood(pair)) found.mutate({ ...founder, password: pair.password });
  }
  const field = (name: keyof typeof founder, label: string, autoComplete: string) => (
    <TextInput
      label={label}
      value={founder[name]}
      onChange={(event) => setFounder({ ...founder, [name]: event.currentTarget.value })}
      error={isChecked && founder[name].trim() === "" ? t("welcome.missing") : undefined}
      autoComplete={autoComplete}
      required
      data-testid={`found-${name}`}
    />
  );
  return (
    <Front title={t("welcome.found")}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {field("organisation", t("organisation.name"), "organization")}
          {field("name", t("welcome.name"), "name")}
          {field("login", t("signin.login"), "username")}
          <Passwords pair={pair} onChange={setPair} isChecked={isChecked} />
          {found.error && <ErrorNotice error={found.error} />}
          <Button type="submit" loading={found.isPending} data-testid="welcome-submit">
            {t("welcome.found")}
          </Button>
        </Stack>
      </form>
    </Front>
  );
}
