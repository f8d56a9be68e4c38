import { type FormEvent, useState } from "react";
import { Anchor, Button, Group as Row, Table, TextInput } from "@mantine/core";
import { IconPlus, IconSearch, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { useLanguage } from "../../i18n/language";
import { useRight } from "../../shell/session";
import { Blank } from "../../ui/Blank";
import { PageHead } from "../../ui/PageHead";
import { Read } from "../../ui/Read";
import { formatNumber } from "../../ui/format";
import { type Group, groupsQuery } from "../list/queries";
import { DeleteGroup } from "./DeleteGroup";

function Search({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState(q);
  function submit(event: FormEvent): void {
    event.preventDefault();
    onSearch(typed.trim());
  }
  return (
    <form onSubmit={submit}>
      <Row gap={6}>
        <TextInput
          size="xs"
          w={240}
          placeholder={t("groups.search")}
          aria-label={t("groups.search")}
          leftSection={<IconSearch size={15} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-testid="group-search"
        />
        <Button type="submit" size="xs" variant="light" data-testid="group-find">
          {t("groups.find")}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            setTyped("");
            onSearch("");
          }}
          data-testid="group-default"
        >
          {t("groups.default")}
        </Button>
      </Row>
    </form>
  );
}

function Line({ group, onDelete }: { group: Group; onDelete: () => void }) {
  const { t } = useLanguage();
  const mayWrite = useRight("customer.write");
  return (
    <Table.Tr data-testid="group-row">
      <Table.Td fw={600}>{group.name}</Table.Td>
      <Table.Td c="dimmed">{group.description}</Table.Td>
      <Table.Td ta="right">
        <Anchor component={Link} to={`/customers?group_id=${group.id}`} size="sm">
          {formatNumber(group.count, 0, t)}
        </Anchor>
      </Table.Td>
      <Table.Td>
        {mayWrite && (
          <Row gap="sm" justify="flex-end" wrap="nowrap">
            <Anchor component={Link} to={`/customer-groups/${group.id}`} size="sm" data-testid="group-edit">
              {t("groups.edit")}
            </Anchor>
            <Anchor component="button" type="button" size="sm" c="red.9" onClick={onDelete} data-testid="group-delete">
              {t("groups.delete")}
            </Anchor>
          </Row>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** Lists of customers that people keep by hand (Nhóm khách hàng, CV-01 to CV-19). */
export default function GroupsPage() {
  const { t } = useLanguage();
  const [parameters, setParameters] = useSearchParams();
  const [doomed, doom] = useState<Group | null>(null);
  const mayWrite = useRight("customer.write");
  const q = parameters.get("q") ?? "";
  const groups = useQuery(groupsQuery(q));
  const add = mayWrite && (
    <Button component={Link} to="/customer-groups/new" size="xs" leftSection={<IconPlus size={16} />} data-testid="group-add">
      {t("groups.add")}
    </Button>
  );
  return (
    <div className="page">
      <PageHead title={t("groups.title")} end={add}>
        <Search key={q} q={q} onSearch={(typed) => setParameters(typed ? { q: typed } : {})} />
      </PageHead>
      <div className="scroll">
        <Read of={groups}>
          {({ items }) =>
            items.length === 0 ? (
              <Blank title={t(q ? "groups.empty.found" : "groups.empty")} hint={t("groups.empty.hint")} icon={<IconUsersGroup size={24} stroke={1.5} />} />
            ) : (
              <Table fz="sm" verticalSpacing="xs" stickyHeader style={{ background: "var(--tuyen-panel)" }}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("groups.name")}</Table.Th>
                    <Table.Th>{t("groups.description")}</Table.Th>
                    <Table.Th ta="right">{t("groups.count")}</Table.Th>
                    <Table.Th />
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((group) => (
                    <Line key={group.id} group={group} onDelete={() => doom(group)} />
                  ))}
                </Table.Tbody>
              </Table>
            )
          }
        </Read>
      </div>
      {doomed && <DeleteGroup group={doomed} onClose={() => doom(null)} onDone={() => doom(null)} />}
    </div>
  );
}
