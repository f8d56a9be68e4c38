import { useState } from "react";
import { Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { poolsQuery, useSetup } from "../api/organisationQueries";
import { useLanguage } from "../i18n/language";
import { PersonSelect } from "../organisation/PersonSelect";
import { Dialog } from "../ui/Dialog";
import { showDone } from "../ui/ErrorNotice";
import { formatNumber } from "../ui/format";

const KEEP = "keep";
const NO_POOL = "none";

interface Props {
  /** Whose owner and pool change. */
  ids: readonly string[];
  /** One customer's name; several are counted. */
  name?: string;
  onClose: () => void;
  onDone?: () => void;
}

function bodyOf(ids: readonly string[], ownerId: string | null, pool: string) {
  return {
    ids,
    ...(ownerId === null ? {} : { owner_id: ownerId }),
    ...(pool === KEEP ? {} : { pool_id: pool === NO_POOL ? null : pool }),
  };
}

/** Gives customers another owner, puts them into a pool, or takes them out of theirs. */
export function AssignDialog({ ids, name, onClose, onDone }: Props) {
  const { t } = useLanguage();
  const [ownerId, setOwner] = useState<string | null>(null);
  const [pool, setPool] = useState(KEEP);
  const pools = useQuery(poolsQuery).data?.items ?? [];
  const assign = useSetup((body: ReturnType<typeof bodyOf>) => call<{ changed: number }>("/customers/assign", { method: "POST", body }));
  function submit(): void {
    assign.mutate(bodyOf(ids, ownerId, pool), {
      onSuccess: ({ changed }) => {
        showDone(t("assign.done", { n: formatNumber(changed, 0, t) }));
        onClose();
        onDone?.();
      },
    });
  }
  const choices = [
    { value: KEEP, label: t("assign.pool.keep") },
    { value: NO_POOL, label: t("assign.pool.none") },
    ...pools.filter(({ archived }) => !archived).map((one) => ({ value: one.id, label: one.name })),
  ];
  return (
    <Dialog
      title={name === undefined ? t("assign.title.many", { n: ids.length }) : t("assign.title", { name })}
      onClose={onClose}
      action={t("assign.confirm")}
      onAct={submit}
      isActing={assign.isPending}
      disabled={ownerId === null && pool === KEEP}
      error={assign.error}
      testid="assign"
    >
      <PersonSelect label={t("assign.owner")} placeholder={t("assign.owner.keep")} value={ownerId} onChange={setOwner} clearable data-testid="assign-owner" />
      <Select label={t("assign.pool")} data={choices} value={pool} onChange={(value) => setPool(value ?? KEEP)} allowDeselect={false} data-testid="assign-pool" />
      <Text size="xs" c="dimmed">
        {t("assign.reach")}
      </Text>
    </Dialog>
  );
}
