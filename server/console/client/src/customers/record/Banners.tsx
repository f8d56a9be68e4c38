import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconArchive, IconGitMerge } from "@tabler/icons-react";
import { Link } from "react-router";
import { call } from "../../api/client";
import type { CustomerDetail } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useLanguage } from "../../i18n/language";
import { useRight } from "../../shell/session";
import { showDone, showProblem } from "../../ui/ErrorNotice";
import { formatTime } from "../../ui/format";
import { useUndoMerge } from "../merge/queries";

function Archived({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  const mayArchive = useRight("customer.archive");
  const restore = useAction(() => call("/customers/restore", { method: "POST", body: { ids: [customer.id] } }));
  return (
    <Alert color="gray" variant="light" icon={<IconArchive size={18} />} title={t("customer.archived")} data-testid="archived">
      <Group justify="space-between">
        <Text size="sm">{t("customer.archived.hint")}</Text>
        {mayArchive && (
          <Button
            size="compact-sm"
            loading={restore.isPending}
            onClick={() => restore.mutate(undefined, { onSuccess: () => showDone(t("customer.restored")), onError: (error) => showProblem(error, t) })}
            data-testid="customer-restore"
          >
            {t("customer.restore")}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

/** Customers that were merged into this one, each with the way back. */
function Merged({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  const mayMerge = useRight("customer.merge");
  const undo = useUndoMerge();
  return (
    <Alert color="blue" variant="light" icon={<IconGitMerge size={18} />} data-testid="merged">
      <Stack gap={6}>
        {customer.merged.map((one) => (
          <Group key={one.merge_id} justify="space-between" gap="xs">
            <Text size="sm">
              {t("merge.banner", { name: one.name })}
              <Text span size="xs" c="dimmed">
                {" "}
                · {one.code} · {formatTime(one.merged_at)}
              </Text>
            </Text>
            {mayMerge && (
              <Button
                size="compact-sm"
                variant="default"
                loading={undo.isPending && undo.variables === one.merge_id}
                onClick={() => undo.mutate(one.merge_id, { onSuccess: () => showDone(t("merge.undone")), onError: (error) => showProblem(error, t) })}
                data-testid="merge-undo"
              >
                {t("merge.undo")}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Alert>
  );
}

/** What must be known of a record before it is worked with: archived, merged away, or made of several. */
export function Banners({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  if (customer.merged_into !== null) {
    return (
      <Alert color="blue" variant="light" icon={<IconGitMerge size={18} />} data-testid="merged-away">
        <Text size="sm">
          {t("customer.merged")}{" "}
          <Anchor component={Link} to={`/customers/${customer.merged_into}`} size="sm" fw={600}>
            {t("action.open")}
          </Anchor>
        </Text>
      </Alert>
    );
  }
  return (
    <>
      {customer.archived_at && <Archived customer={customer} />}
      {customer.merged.length > 0 && <Merged customer={customer} />}
    </>
  );
}
