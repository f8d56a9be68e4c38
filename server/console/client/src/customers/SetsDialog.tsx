import { useState } from "react";
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconDeviceFloppy, IconPlus, IconShare } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { setsQuery, useSetup } from "../api/organisationQueries";
import type { CustomerSet } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { ErrorNotice, showDone, showProblem } from "../ui/ErrorNotice";
import { Read } from "../ui/Read";
import { formatNumber } from "../ui/format";
import type { Shared } from "./ShareDialog";

interface Props {
  /** The customers that are selected now. */
  ids: readonly string[];
  onShare: (shared: Shared) => void;
  onClose: () => void;
}

function NewSet({ ids }: { ids: readonly string[] }) {
  const { t } = useLanguage();
  const [name, setName] = useState("");
  const save = useSetup((typed: string) => call<CustomerSet>("/customer-sets", { method: "POST", body: { name: typed, ids } }));
  function submit(): void {
    save.mutate(name.trim(), {
      onSuccess: () => {
        showDone(t("customersets.saved", { name: name.trim() }));
        setName("");
      },
    });
  }
  if (ids.length === 0) return <Text size="sm">{t("customersets.noselection")}</Text>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          label={t("customersets.name", { n: ids.length })}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-testid="set-name"
        />
        <Button type="submit" leftSection={<IconDeviceFloppy size={16} />} loading={save.isPending} disabled={name.trim() === ""} data-testid="set-save">
          {t("action.save")}
        </Button>
      </Group>
      {save.error && <ErrorNotice error={save.error} />}
    </form>
  );
}

function SetLine({ set, ids, onShare }: Pick<Props, "ids" | "onShare"> & { set: CustomerSet }) {
  const { t } = useLanguage();
  const add = useSetup(() => call<CustomerSet>(`/customer-sets/${set.id}`, { method: "PATCH", body: { add: ids } }));
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs" data-testid="set-row">
      <div>
        <Text size="sm" fw={600}>
          {set.name}
        </Text>
        <Text size="xs" c="dimmed">
          {t("customersets.count", { n: formatNumber(set.count, 0, t) })}
        </Text>
      </div>
      <Group gap={6} wrap="nowrap">
        {ids.length > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={15} />}
            loading={add.isPending}
            onClick={() =>
              add.mutate(undefined, {
                onSuccess: () => showDone(t("customersets.saved", { name: set.name })),
                onError: (error) => showProblem(error, t),
              })
            }
          >
            {t("customersets.add", { n: ids.length })}
          </Button>
        )}
        <Button size="compact-sm" variant="light" leftSection={<IconShare size={15} />} onClick={() => onShare({ kind: "set", id: set.id, name: set.name })} data-testid="set-share">
          {t("share.open")}
        </Button>
      </Group>
    </Group>
  );
}

/** One's saved sets of customers: made of the selection, and shared as one. */
export function SetsDialog({ ids, onShare, onClose }: Props) {
  const { t } = useLanguage();
  const sets = useQuery(setsQuery);
  return (
    <Modal opened onClose={onClose} title={t("customersets.title")} size="lg" closeButtonProps={{ "aria-label": t("action.close") }}>
      <Stack gap="md" data-testid="sets">
        <NewSet ids={ids} />
        <Read of={sets} rows={2}>
          {({ items }) =>
            items.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t("customersets.empty")}
              </Text>
            ) : (
              <Stack gap="sm">
                {items.map((set) => (
                  <SetLine key={set.id} set={set} ids={ids} onShare={onShare} />
                ))}
              </Stack>
            )
          }
        </Read>
      </Stack>
    </Modal>
  );
}
