import { useState } from "react";
import { SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { teamsQuery, useSetup } from "../api/organisationQueries";
import type { Share, ShareLevel } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { useSession } from "../shell/session";
import { Dialog } from "../ui/Dialog";
import { showDone } from "../ui/ErrorNotice";
import { ColleagueSelect } from "./ColleagueSelect";
import { dayOf } from "../ui/format";
import { endOfDay } from "./until";

/** What is shared: one customer, or a saved set. */
export interface Shared {
  kind: "customer" | "set";
  id: string;
  name: string;
}

type ReceiverKind = "employee" | "team";

interface ReceiverProps {
  kind: ReceiverKind;
  onKind: (kind: ReceiverKind) => void;
  receiverId: string | null;
  onReceiver: (id: string | null) => void;
}

function Receiver({ kind, onKind, receiverId, onReceiver }: ReceiverProps) {
  const { t } = useLanguage();
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const self = useSession().employee.id;
  return (
    <Stack gap={6}>
      <SegmentedControl
        data={[
          { value: "employee", label: t("share.person") },
          { value: "team", label: t("share.team") },
        ]}
        value={kind}
        onChange={(value) => onKind(value)}
        aria-label={t("share.kind")}
        data-testid="share-kind"
      />
      {kind === "employee" ? (
        <ColleagueSelect label={t("share.receiver")} value={receiverId} onChange={onReceiver} without={self} required data-testid="share-person" />
      ) : (
        <Select
          label={t("share.receiver")}
          data={teams.filter(({ archived }) => !archived).map(({ id, name }) => ({ value: id, label: name }))}
          value={receiverId}
          onChange={onReceiver}
          searchable
          required
          data-testid="share-team"
        />
      )}
    </Stack>
  );
}

/** The body of a share: it ends with the last day, in the organisation's zone. */
function bodyOf(shared: Shared, kind: ReceiverKind, receiverId: string, level: ShareLevel, lastDay: string | null) {
  return {
    [`${shared.kind}_id`]: shared.id,
    [`${kind}_id`]: receiverId,
    level,
    expires_at: lastDay === null ? null : endOfDay(lastDay),
  };
}

/** Shows a customer or a saved set to one person or team, to read or to change, for a time or until revoked. */
export function ShareDialog({ shared, onClose }: { shared: Shared; onClose: () => void }) {
  const { t } = useLanguage();
  const [kind, setKind] = useState<ReceiverKind>("employee");
  const [receiverId, setReceiver] = useState<string | null>(null);
  const [level, setLevel] = useState<ShareLevel>("view");
  const [lastDay, setLastDay] = useState<string | null>(null);
  const share = useSetup((body: Record<string, string | null>) => call<Share>("/shares", { method: "POST", body }));
  function submit(): void {
    if (receiverId === null) return;
    share.mutate(bodyOf(shared, kind, receiverId, level, lastDay), {
      onSuccess: ({ receiver }) => {
        showDone(t("share.done", { name: receiver.name }));
        onClose();
      },
    });
  }
  return (
    <Dialog
      title={t("share.title", { name: shared.name })}
      onClose={onClose}
      action={t("share.confirm")}
      onAct={submit}
      isActing={share.isPending}
      disabled={receiverId === null}
      error={share.error}
      testid="share"
    >
      <Receiver
        kind={kind}
        onKind={(next) => {
          setKind(next);
          setReceiver(null);
        }}
        receiverId={receiverId}
        onReceiver={setReceiver}
      />
      <SegmentedControl
        data={[
          { value: "view", label: t("share.view") },
          { value: "edit", label: t("share.edit") },
        ]}
        value={level}
        onChange={(value) => setLevel(value)}
        aria-label={t("share.level")}
        data-testid="share-level"
      />
      <DatePickerInput
        label={t("share.until")}
        valueFormat="DD/MM/YYYY"
        value={lastDay}
        onChange={setLastDay}
        minDate={dayOf(new Date())}
        placeholder={t("share.forever")}
        clearable
        data-testid="share-until"
      />
      <Text size="xs" c="dimmed">
        {t("share.reach")}
      </Text>
    </Dialog>
  );
}
