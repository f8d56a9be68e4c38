import { useState } from "react";
import { Anchor, Button, Table, Text, TextInput } from "@mantine/core";
import { IconDatabase, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { call } from "../api/client";
import { poolsQuery, useSetup } from "../api/organisationQueries";
import type { Pool } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { PeopleSelect } from "../organisation/PeopleSelect";
import { useRight } from "../shell/session";
import { Blank } from "../ui/Blank";
import { Dialog } from "../ui/Dialog";
import { showDone, showProblem } from "../ui/ErrorNotice";
import { PageHead } from "../ui/PageHead";
import { Read } from "../ui/Read";
import { formatNumber } from "../ui/format";
import classes from "./PoolsPage.module.css";

interface PoolBody {
  name: string;
  manager_ids: string[];
}

function PoolForm({ pool, onClose }: { pool: Pool | null; onClose: () => void }) {
  const { t } = useLanguage();
  const [name, setName] = useState(pool?.name ?? "");
  const [managerIds, setManagers] = useState(() => pool?.managers.map(({ id }) => id) ?? []);
  const save = useSetup((body: PoolBody) =>
    call<unknown>(pool ? `/pools/${pool.id}` : "/pools", { method: pool ? "PATCH" : "POST", body }),
  );
  function submit(): void {
    save.mutate(
      { name: name.trim(), manager_ids: managerIds },
      {
        onSuccess: () => {
          showDone(t("action.saved"));
          onClose();
        },
      },
    );
  }
  return (
    <Dialog
      title={pool ? t("pools.edit", { name: pool.name }) : t("pools.add")}
      onClose={onClose}
      action={t("action.save")}
      onAct={submit}
      isActing={save.isPending}
      disabled={name.trim() === ""}
      error={save.error}
      testid="pool-form"
    >
      <TextInput label={t("setup.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} required data-autofocus data-testid="pool-name" />
      <PeopleSelect
        label={t("pools.managers")}
        description={t("pools.managers.why")}
        value={managerIds}
        onChange={setManagers}
        known={pool?.managers ?? []}
        data-testid="pool-managers"
      />
    </Dialog>
  );
}

function Row({ pool, onEdit }: { pool: Pool; onEdit: () => void }) {
  const { t } = useLanguage();
  const mayWrite = useRight("pool.write");
  const archive = useSetup(() => call<unknown>(`/pools/${pool.id}`, { method: "PATCH", body: { archived: true } }));
  return (
    <Table.Tr data-testid="pool">
      <Table.Td fw={600}>{pool.name}</Table.Td>
      <Table.Td>
        {pool.managers.length > 0 ? pool.managers.map(({ name }) => name).join(", ") : <Text size="sm" c="dimmed">{t("pools.managers.none")}</Text>}
      </Table.Td>
      <Table.Td>
        <Anchor component={Link} to={`/customers?pool_id=${pool.id}`} size="sm">
          {formatNumber(pool.customers, 0, t)}
        </Anchor>
      </Table.Td>
      {mayWrite && (
        <Table.Td className={classes.acts}>
          <Button size="compact-sm" variant="light" onClick={onEdit} data-testid="pool-edit">
            {t("action.edit")}
          </Button>{" "}
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            loading={archive.isPending}
            onClick={() => archive.mutate(undefined, { onError: (error) => showProblem(error, t) })}
          >
            {t("setup.archive")}
          </Button>
        </Table.Td>
      )}
    </Table.Tr>
  );
}

/** Pools of customers, and who manages each: a manager sees all its customers whoever owns them. */
export default function PoolsPage() {
  const { t } = useLanguage();
  const pools = useQuery(poolsQuery);
  const [edited, edit] = useState<Pool | "new" | null>(null);
  const mayWrite = useRight("pool.write");
  const add = mayWrite && (
    <Button size="xs" leftSection={<IconPlus size={16} />} onClick={() => edit("new")} data-testid="pool-add">
      {t("pools.add")}
    </Button>
  );
  return (
    <div className="page">
      <PageHead title={t("pools.title")} end={add} />
      <div className="scroll">
        <Read of={pools}>
          {({ items }) => {
            const used = items.filter(({ archived }) => !archived);
            if (used.length === 0) {
              return <Blank title={t("pools.empty")} hint={t("pools.empty.hint")} icon={<IconDatabase size={24} stroke={1.5} />} />;
            }
            return (
              <Table fz="sm" verticalSpacing="sm" stickyHeader className={classes.table}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("setup.name")}</Table.Th>
                    <Table.Th>{t("pools.managers")}</Table.Th>
                    <Table.Th>{t("pools.customers")}</Table.Th>
                    {mayWrite && <Table.Th aria-label={t("action.edit")} />}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {used.map((pool) => (
                    <Row key={pool.id} pool={pool} onEdit={() => edit(pool)} />
                  ))}
                </Table.Tbody>
              </Table>
            );
          }}
        </Read>
      </div>
      {edited && <PoolForm pool={edited === "new" ? null : edited} onClose={() => edit(null)} />}
    </div>
  );
}
