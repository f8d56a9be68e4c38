import { ActionIcon, Badge, Group, Stack, Text } from "@mantine/core";
import { IconUser, IconUsersGroup, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { sharesQuery, useSetup } from "../api/organisationQueries";
import type { Share } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { showDone, showProblem } from "../ui/ErrorNotice";
import { Read } from "../ui/Read";
import { formatTime } from "../ui/format";
import { untilText } from "./until";

function Line({ share }: { share: Share }) {
  const { t } = useLanguage();
  const mayShare = useRight("customer.share");
  const revoke = useSetup(() => call<undefined>(`/shares/${share.id}`, { method: "DELETE" }));
  const Icon = share.receiver.kind === "team" ? IconUsersGroup : IconUser;
  const facts = [
    share.set && t("share.through", { name: share.set.name, n: share.set.count }),
    share.granted_by && t("share.by", { name: share.granted_by.name, at: formatTime(share.granted_at) }),
    share.expires_at && untilText(share.expires_at, t),
  ];
  function end(): void {
    revoke.mutate(undefined, {
      onSuccess: () => showDone(t("share.revoked", { name: share.receiver.name })),
      onError: (error) => showProblem(error, t),
    });
  }
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs" data-testid="share-row">
      <Group gap={8} wrap="nowrap" miw={0}>
        <Icon size={18} stroke={1.6} style={{ flex: "none" }} />
        <div>
          <Group gap={6}>
            <Text size="sm" fw={600}>
              {share.receiver.name}
            </Text>
            <Badge variant="light" color={share.level === "edit" ? "amber" : "gray"} tt="none">
              {t(`share.${share.level}`)}
            </Badge>
          </Group>
          <Text size="xs" c="dimmed">
            {facts.filter(Boolean).join(" · ")}
          </Text>
        </div>
      </Group>
      {mayShare && (
        <ActionIcon variant="subtle" color="red" loading={revoke.isPending} onClick={end} aria-label={t("share.revoke", { name: share.receiver.name })} title={t("share.revoke", { name: share.receiver.name })} data-testid="share-revoke">
          <IconX size={16} />
        </ActionIcon>
      )}
    </Group>
  );
}

/** With whom a customer is shared, and revoking it. */
export function Shares({ customerId }: { customerId: string }) {
  const { t } = useLanguage();
  const shares = useQuery(sharesQuery({ customer_id: customerId }));
  return (
    <Read of={shares} rows={1}>
      {({ items }) =>
        items.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("share.none")}
          </Text>
        ) : (
          <Stack gap="sm">
            {items.map((share) => (
              <Line key={share.id} share={share} />
            ))}
          </Stack>
        )
      }
    </Read>
  );
}
