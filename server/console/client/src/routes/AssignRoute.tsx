import { useState } from "react";
import { Button, Group, Modal, Select, Stack, Textarea } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { employeesQuery } from "../api/queries";
import type { RouteAssignment, RouteDetail } from "../api/types";
import { useAction } from "../api/useAction";
import { useLanguage } from "../i18n/language";
import { ErrorNotice, showDone } from "../ui/ErrorNotice";
import { dayOf } from "../ui/format";

interface Wanted {
  employee_id: string;
  valid_from: string;
  valid_to: string | null;
  instruction: string | null;
  /** Whoever holds the route on these days gives them up. */
  replace: boolean;
}

interface FormProps {
  route: RouteDetail;
  onClose: () => void;
}

function useEmployeeChoices() {
  const employees = useQuery(employeesQuery).data?.items ?? [];
  return employees.map(({ id, name, title }) => ({ value: id, label: title ? `${name} – ${title}` : name }));
}

function AssignForm({ route, onClose }: FormProps) {
  const { t } = useLanguage();
  const choices = useEmployeeChoices();
  const [employeeId, setEmployeeId] = useState<string | null>(null);
  const [from, setFrom] = useState<string | null>(() => dayOf(new Date()));
  const [to, setTo] = useState<string | null>(null);
  const [instruction, setInstruction] = useState("");
  const [isMissing, setMissing] = useState(false);
  const assign = useAction((wanted: Wanted) =>
    call<RouteAssignment>(`/routes/${route.id}/assignments`, { method: "POST", body: wanted }),
  );
  function submit(replace: boolean): void {
    setMissing(employeeId === null);
    if (employeeId === null || from === null) return;
    const wanted = { employee_id: employeeId, valid_from: from, valid_to: to, instruction: instruction.trim() || null, replace };
    assign.mutate(wanted, {
      onSuccess: () => {
        showDone(t("routes.assigned"));
        onClose();
      },
    });
  }
  return (
    <Stack gap="sm">
      <Select
        label={t("routes.assign.employee")}
        data={choices}
        value={employeeId}
        onChange={setEmployeeId}
        error={isMissing && employeeId === null ? t("routes.assign.employee.required") : undefined}
        searchable
        required
        data-autofocus
        data-testid="assign-employee"
      />
      <Group grow align="flex-end">
        <DatePickerInput label={t("routes.assign.from")} valueFormat="DD/MM/YYYY" value={from} onChange={setFrom} required data-testid="assign-from" />
        <DatePickerInput
          label={t("routes.assign.to")}
          valueFormat="DD/MM/YYYY"
          value={to}
          onChange={setTo}
          {...(from === null ? {} : { minDate: from })}
          clearable
          data-testid="assign-to"
        />
      </Group>
      <Textarea
        label={t("routes.assign.instruction")}
        value={instruction}
        onChange={(event) => setInstruction(event.currentTarget.value)}
        autosize
        minRows={2}
        data-testid="assign-instruction"
      />
      {assign.error && <ErrorNotice error={assign.error} />}
      {assign.error?.code === "assignment_overlap" && (
        <Button variant="light" color="orange" loading={assign.isPending} onClick={() => submit(true)} data-testid="assign-replace">
          {t("routes.assign.replace")}
        </Button>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button loading={assign.isPending} onClick={() => submit(false)} data-testid="assign-confirm">
          {t("routes.assign")}
        </Button>
      </Group>
    </Stack>
  );
}

/** Gives a route to a representative for some days; the server's refusal names who has it already. */
export function AssignRoute({ route, opened, onClose }: FormProps & { opened: boolean }) {
  const { t } = useLanguage();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("routes.assign.title", { name: route.name })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <AssignForm route={route} onClose={onClose} />
    </Modal>
  );
}
