import { useState } from "react";
import { List, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { chartQuery, useSetup } from "../api/organisationQueries";
import type { Person } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { Dialog } from "../ui/Dialog";
import { showDone } from "../ui/ErrorNotice";
import { PersonSelect } from "./PersonSelect";

interface Props {
  person: Person;
  onClose: () => void;
}

function useChart(person: Person) {
  const people = useQuery(chartQuery).data?.items ?? [];
  const reports = people.filter((one) => one.manager_id === person.id && one.state === "active");
  const manager = people.find(({ id }) => id === person.manager_id);
  return { reports, manager };
}

/** Lets somebody go: who takes the people below, who takes the customers, what is locked. */
export function Deactivate({ person, onClose }: Props) {
  const { t } = useLanguage();
  const { reports, manager } = useChart(person);
  const [reportsTo, setReportsTo] = useState<string | null>(null);
  const [transferTo, setTransferTo] = useState<string | null>(null);
  const mayTransfer = useRight("employee.transfer");
  const self = new Set([person.id]);
  const leave = useSetup(() =>
    call<unknown>(`/employees/${person.id}/deactivate`, {
      method: "POST",
      body: { ...(reportsTo ? { reports_to: reportsTo } : {}), ...(transferTo ? { transfer_to: transferTo } : {}) },
    }),
  );
  function submit(): void {
    leave.mutate(undefined, {
      onSuccess: () => {
        showDone(t("leave.done", { name: person.name }));
        onClose();
      },
    });
  }
  return (
    <Dialog
      title={t("leave.title", { name: person.name })}
      onClose={onClose}
      action={t("leave.confirm")}
      color="red"
      onAct={submit}
      isActing={leave.isPending}
      disabled={reports.length > 0 && !manager && reportsTo === null}
      error={leave.error}
      testid="leave"
    >
      <List size="sm" spacing={4}>
        <List.Item>{t("leave.locked")}</List.Item>
        <List.Item>{t("leave.kept")}</List.Item>
      </List>
      {reports.length > 0 && (
        <PersonSelect
          label={t("leave.reports", { n: reports.length })}
          {...(manager ? { placeholder: t("leave.reports.usual", { manager: manager.name }) } : {})}
          value={reportsTo}
          onChange={setReportsTo}
          without={self}
          clearable
          required={!manager}
          data-testid="leave-reports"
        />
      )}
      {mayTransfer && (
        <PersonSelect
          label={t("leave.transfer")}
          description={t("leave.transfer.why")}
          placeholder={t("leave.transfer.none")}
          value={transferTo}
          onChange={setTransferTo}
          without={self}
          clearable
          data-testid="leave-transfer"
        />
      )}
    </Dialog>
  );
}

/** Takes somebody back, under the former manager or another. */
export function Reactivate({ person, onClose }: Props) {
  const { t } = useLanguage();
  const [managerId, setManager] = useState<string | null>(null);
  const { manager } = useChart(person);
  const back = useSetup(() =>
    call<unknown>(`/employees/${person.id}/reactivate`, { method: "POST", body: { manager_id: managerId } }),
  );
  function submit(): void {
    back.mutate(undefined, {
      onSuccess: () => {
        showDone(t("person.back", { name: person.name }));
        onClose();
      },
    });
  }
  return (
    <Dialog
      title={t("back.title", { name: person.name })}
      onClose={onClose}
      action={t("person.reactivate")}
      onAct={submit}
      isActing={back.isPending}
      error={back.error}
      testid="back"
    >
      <PersonSelect
        label={t("person.manager")}
        placeholder={manager ? t("leave.reports.usual", { manager: manager.name }) : t("back.manager.former")}
        value={managerId}
        onChange={setManager}
        without={new Set([person.id])}
        clearable
        data-testid="back-manager"
      />
    </Dialog>
  );
}

/** Hands over everything somebody is in charge of. */
export function Transfer({ person, onClose }: Props) {
  const { t } = useLanguage();
  const [to, setTo] = useState<string | null>(null);
  const transfer = useSetup((receiver: string) =>
    call<unknown>(`/employees/${person.id}/transfer`, { method: "POST", body: { to: receiver } }),
  );
  function submit(): void {
    if (to === null) return;
    transfer.mutate(to, {
      onSuccess: () => {
        showDone(t("transfer.done"));
        onClose();
      },
    });
  }
  return (
    <Dialog
      title={t("transfer.title", { name: person.name })}
      onClose={onClose}
      action={t("transfer.confirm")}
      onAct={submit}
      isActing={transfer.isPending}
      disabled={to === null}
      error={transfer.error}
      testid="transfer"
    >
      <Text size="sm">{t("transfer.what")}</Text>
      <PersonSelect label={t("transfer.to")} value={to} onChange={setTo} without={new Set([person.id])} required data-autofocus data-testid="transfer-to" />
    </Dialog>
  );
}
