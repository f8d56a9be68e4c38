import { type FormEvent, useState } from "react";
import { Button, Checkbox, Group, Modal, Select, Stack, Table, Text, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { customerPagesQuery } from "../../api/queries";
import type { Customer, Named } from "../../api/types";
import { useLanguage } from "../../i18n/language";
import { PersonSelect } from "../../organisation/PersonSelect";
import { Read } from "../../ui/Read";
import { groupsQuery } from "../list/queries";

interface Sought {
  code: string;
  name: string;
  ownerId: string | null;
  groupId: string | null;
}

const NOTHING: Sought = { code: "", name: "", ownerId: null, groupId: null };

interface Props {
  /** Who is in the group already. */
  members: ReadonlySet<string>;
  onChoose: (customers: Named[]) => void;
  onSkip: () => void;
}

function SearchFields({ onSearch, onDefault }: { onSearch: (sought: Sought) => void; onDefault: () => void }) {
  const { t } = useLanguage();
  const [sought, setSought] = useState(NOTHING);
  const groups = useQuery(groupsQuery()).data?.items ?? [];
  function submit(event: FormEvent): void {
    event.preventDefault();
    onSearch(sought);
  }
  return (
    <form onSubmit={submit}>
      <Group gap={6} align="flex-end">
        <TextInput size="xs" w={110} label={t("picker.code")} value={sought.code} onChange={(event) => setSought({ ...sought, code: event.currentTarget.value })} data-testid="picker-code" />
        <TextInput size="xs" w={170} label={t("picker.name")} value={sought.name} onChange={(event) => setSought({ ...sought, name: event.currentTarget.value })} data-autofocus data-testid="picker-name" />
        <PersonSelect size="xs" w={170} label={t("picker.owner")} value={sought.ownerId} onChange={(ownerId) => setSought({ ...sought, ownerId })} clearable data-testid="picker-owner" />
        <Select
          size="xs"
          w={150}
          label={t("picker.group")}
          data={groups.map(({ id, name }) => ({ value: id, label: name }))}
          value={sought.groupId}
          onChange={(groupId) => setSought({ ...sought, groupId })}
          searchable
          clearable
          data-testid="picker-group"
        />
        <Button type="submit" size="xs" variant="light" data-testid="picker-find">
          {t("groups.find")}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            setSought(NOTHING);
            onDefault();
          }}
          data-testid="picker-default"
        >
          {t("groups.default")}
        </Button>
      </Group>
    </form>
  );
}

function Rows({ customers, isTicked, isMember, onTick }: { customers: Customer[]; isTicked: (id: string) => boolean; isMember: (id: string) => boolean; onTick: (customer: Customer) => void }) {
  const { t } = useLanguage();
  return (
    <Table fz="sm" verticalSpacing={5} stickyHeader>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={36} />
          <Table.Th>{t("picker.code")}</Table.Th>
          <Table.Th>{t("picker.name")}</Table.Th>
          <Table.Th>{t("picker.owner")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {customers.map((customer) => (
          <Table.Tr key={customer.id} data-testid="picker-row">
            <Table.Td>
              <Checkbox
                checked={isMember(customer.id) || isTicked(customer.id)}
                disabled={isMember(customer.id)}
                onChange={() => onTick(customer)}
                aria-label={t("customers.pick", { name: customer.name })}
                data-testid="picker-tick"
              />
            </Table.Td>
            <Table.Td>{customer.code}</Table.Td>
            <Table.Td fw={600}>{customer.name}</Table.Td>
            <Table.Td>{customer.owner?.name}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Choosing customers for a group: ticks stay over searching and paging until they are confirmed or left (CV-08 to CV-14). */
export function MemberPicker({ members, onChoose, onSkip }: Props) {
  const { t } = useLanguage();
  const [sought, search] = useState(NOTHING);
  const [ticked, tick] = useState<ReadonlyMap<string, Named>>(new Map());
  const query = { q: [sought.code, sought.name].map((word) => word.trim()).filter(Boolean).join(" "), owner_id: sought.ownerId, group_id: sought.groupId, limit: 50 };
  const answer = useInfiniteQuery(customerPagesQuery(query));
  function toggle({ id, name }: Customer): void {
    const next = new Map(ticked);
    if (!next.delete(id)) next.set(id, { id, name });
    tick(next);
  }
  return (
    <Modal opened onClose={onSkip} title={t("picker.title")} size={780} closeButtonProps={{ "aria-label": t("action.close") }}>
      <Stack gap="sm" data-testid="picker">
        <SearchFields onSearch={search} onDefault={() => search(NOTHING)} />
        <div style={{ maxHeight: "50dvh", overflow: "auto" }}>
          <Read of={answer} rows={4}>
            {({ pages }) => {
              const customers = pages.flatMap(({ items }) => items);
              return customers.length === 0 ? (
                <Text size="sm" c="dimmed">
                  {t("customers.empty")}
                </Text>
              ) : (
                <>
                  <Rows customers={customers} isTicked={(id) => ticked.has(id)} isMember={(id) => members.has(id)} onTick={toggle} />
                  {answer.hasNextPage && (
                    <Button variant="subtle" fullWidth loading={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
                      {t("action.more")}
                    </Button>
                  )}
                </>
              );
            }}
          </Read>
        </div>
        <Group justify="space-between">
          <Text size="sm" c="dimmed" data-testid="picker-count">
            {t("picker.ticked", { n: ticked.size })}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onSkip} data-testid="picker-skip">
              {t("picker.skip")}
            </Button>
            <Button disabled={ticked.size === 0} onClick={() => onChoose([...ticked.values()])} data-testid="picker-choose">
              {t("picker.choose")}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
