import { useState } from "react";
import { SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconClipboardText, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Form } from "../api/formTypes";
import { useLanguage } from "../i18n/language";
import { useSession } from "../shell/session";
import { Blank } from "../ui/Blank";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { matches } from "../ui/fold";
import classes from "./FormsPage.module.css";
import { FormIcon } from "./icons";
import { MODULE_WORDS, offeredForms } from "./modules";
import { fillFormsQuery } from "./queries";

function Tile({ form }: { form: Form }) {
  const { say } = useLanguage();
  return (
    <Link to={`/fill/${form.key}`} className={classes.tile} data-testid={`form-${form.key}`}>
      <FormIcon name={form.icon} />
      <span>
        <Text component="span" fw={600} size="sm" display="block">
          {say(form.title)}
        </Text>
        <Text component="span" size="xs" c="dimmed" lineClamp={2}>
          {say(form.purpose)}
        </Text>
      </span>
    </Link>
  );
}

function Modules({ forms }: { forms: readonly Form[] }) {
  const { t, say } = useLanguage();
  const { rights } = useSession();
  const [typed, setTyped] = useState("");
  const found = offeredForms(forms, rights)
    .map(({ module, forms: own }) => ({ module, forms: own.filter((form) => matches(`${say(form.title)} ${say(form.purpose)}`, typed)) }))
    .filter(({ forms: own }) => own.length > 0);
  return (
    <Stack p="md" gap="lg" maw={1100} mx="auto" w="100%">
      <TextInput
        placeholder={t("fill.search")}
        aria-label={t("fill.search")}
        leftSection={<IconSearch size={16} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        maw={360}
        data-testid="forms-search"
      />
      {found.length === 0 && <Blank title={t("fill.none")} hint={t("fill.none.hint")} icon={<IconClipboardText size={24} stroke={1.5} />} />}
      {found.map(({ module, forms: own }) => (
        <section key={module} data-testid="module">
          <Title order={2} fz="sm" mb="xs">
            {t(MODULE_WORDS[module])}
          </Title>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }} spacing="sm">
            {own.map((form) => (
              <Tile key={form.key} form={form} />
            ))}
          </SimpleGrid>
        </section>
      ))}
    </Stack>
  );
}

/** Every form that the person may hand in. */
export default function FormsPage() {
  const { t } = useLanguage();
  const forms = useQuery(fillFormsQuery);
  return (
    <div className="page">
      <PageHead title={t("fill.title")} />
      <div className="scroll">
        <Read of={forms}>{({ items }) => <Modules forms={items} />}</Read>
      </div>
    </div>
  );
}
