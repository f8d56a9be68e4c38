import { useState } from "react";
import { Anchor, Badge, Button, Table, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconForms, IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { MODULE_WORDS, moduleOf } from "../fill/modules";
import { useLanguage } from "../i18n/language";
import { Blank } from "../ui/Blank";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { matches } from "../ui/fold";
import { NewForm } from "./NewForm";
import { type Listed, overviewQuery } from "./overview";

function Row({ form }: { form: Listed }) {
  const { t, say } = useLanguage();
  const navigate = useNavigate();
  const to = `/forms/builder/${form.key}`;
  return (
    <Table.Tr style={{ cursor: "pointer" }} onClick={() => void navigate(to)} data-testid="builder-row" data-form={form.key}>
      <Table.Td>
        <Anchor component={Link} to={to} fw={600} size="sm" c="inherit" onClick={(event) => event.stopPropagation()}>
          {say(form.title)}
        </Anchor>
        <Text size="xs" c="dimmed">
          {t(MODULE_WORDS[moduleOf(form)])} · {form.key}
        </Text>
      </Table.Td>
      <Table.Td>{form.version === null ? t("forms.unpublished") : t("forms.version", { n: form.version })}</Table.Td>
      <Table.Td visibleFrom="sm">{form.fields}</Table.Td>
      <Table.Td>
        {form.hasDraft && (
          <Badge variant="light" color="amber" tt="none">
            {t("forms.draft")}
          </Badge>
        )}
        {form.isWithdrawn && (
          <Badge variant="light" color="gray" tt="none">
            {t("forms.withdrawn")}
          </Badge>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Forms({ overview, typed }: { overview: readonly Listed[]; typed: string }) {
  const { t, say } = useLanguage();
  const found = overview.filter((form) => matches(`${say(form.title)} ${form.key}`, typed));
  if (found.length === 0) return <Blank title={t("forms.none")} hint={t("forms.none.hint")} icon={<IconForms size={24} stroke={1.5} />} />;
  return (
    <Table fz="sm" verticalSpacing="xs" stickyHeader highlightOnHover bg="var(--tuyen-panel)">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("forms.column.form")}</Table.Th>
          <Table.Th>{t("forms.column.version")}</Table.Th>
          <Table.Th visibleFrom="sm">{t("forms.column.fields")}</Table.Th>
          <Table.Th>{t("forms.column.state")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {found.map((form) => (
          <Row key={form.key} form={form} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** All forms of the organisation, to be changed and published. */
export default function BuilderPage() {
  const { t } = useLanguage();
  const [typed, setTyped] = useState("");
  const [isMaking, making] = useDisclosure(false);
  const overview = useQuery(overviewQuery);
  return (
    <div className="page">
      <PageHead
        title={t("forms.title")}
        end={
          <Button size="xs" leftSection={<IconPlus size={16} />} onClick={making.open} data-testid="form-new">
            {t("forms.new")}
          </Button>
        }
      >
        <TextInput
          size="xs"
          w={220}
          placeholder={t("forms.search")}
          aria-label={t("forms.search")}
          leftSection={<IconSearch size={15} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-testid="builder-search"
        />
      </PageHead>
      <div className="scroll">
        <Read of={overview}>{(forms) => <Forms overview={forms} typed={typed} />}</Read>
      </div>
      {isMaking && <NewForm taken={overview.data?.map(({ key }) => key) ?? []} onClose={making.close} />}
    </div>
  );
}
