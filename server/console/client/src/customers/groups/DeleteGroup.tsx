import { Text } from "@mantine/core";
import { call } from "../../api/client";
import { useSetup } from "../../api/organisationQueries";
import type { Named } from "../../api/types";
import { useLanguage } from "../../i18n/language";
import { Dialog } from "../../ui/Dialog";
import { showDone } from "../../ui/ErrorNotice";

/** Asks before a group goes; its customers stay. */
export function DeleteGroup({ group, onClose, onDone }: { group: Named; onClose: () => void; onDone: () => void }) {
  const { t } = useLanguage();
  const remove = useSetup(() => call<undefined>(`/customer-groups/${group.id}`, { method: "DELETE" }));
  return (
    <Dialog
      title={t("groups.delete.title", { name: group.name })}
      onClose={onClose}
      action={t("groups.delete")}
      color="red.9"
      onAct={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            showDone(t("groups.deleted"));
            onDone();
          },
        })
      }
      isActing={remove.isPending}
      error={remove.error}
      testid="group-delete-ask"
    >
      <Text size="sm">{t("groups.delete.hint")}</Text>
    </Dialog>
  );
}
