import { useEffect, useState } from "react";
import { Button, Checkbox, CopyButton, Divider, Group, Modal, Stack, Table, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { useAction } from "../api/useAction";
import { useLanguage } from "../i18n/language";
import { PersonSelect } from "../organisation/PersonSelect";
import { ErrorNotice } from "../ui/ErrorNotice";
import { formatTime } from "../ui/format";
import { type Code, type MadeCode, codesQuery, legibleCode, timeLeft } from "./phones";
import classes from "./DevicesPage.module.css";

const SECOND_MS = 1_000;

function useSeconds(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const beat = setInterval(() => setNow(new Date()), SECOND_MS);
    return () => clearInterval(beat);
  }, []);
  return now;
}

function Made({ made, isUsed }: { made: MadeCode; isUsed: boolean }) {
  const { t } = useLanguage();
  const left = timeLeft(made.expires_at, useSeconds());
  if (isUsed) return <Text data-testid="code-used">{t("devices.enrol.used")}</Text>;
  if (left === null) return <Text data-testid="code-over">{t("devices.enrol.over")}</Text>;
  return (
    <Stack gap="sm" align="center" data-testid="made-code" data-url={made.url}>
      <img className={classes.code} src={`data:image/svg+xml,${encodeURIComponent(made.qr_svg)}`} alt={t("devices.enrol.picture")} />
      <Text size="sm" ta="center">
        {t("devices.enrol.how")}
      </Text>
      <Group gap="xs">
        <Text ff="monospace" fw={600} aria-label={t("devices.enrol.code")} data-testid="enrolment-code">
          {legibleCode(made.code)}
        </Text>
        <CopyButton value={made.url}>
          {({ copied, copy }) => (
            <Button size="xs" variant="light" onClick={copy} leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}>
              {t(copied ? "action.copied" : "action.copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text fw={600} role="timer">
        {t("devices.enrol.left", { left })}
      </Text>
    </Stack>
  );
}

function when(code: Code): string {
  return formatTime(code.state === "used" ? code.used_at : code.expires_at);
}

function Codes({ codes }: { codes: Code[] }) {
  const { t } = useLanguage();
  const end = useAction((id: string) => call<unknown>(`/enrolment-codes/${id}`, { method: "DELETE" }));
  if (codes.length === 0) return <Text size="sm" c="dimmed">{t("devices.codes.none")}</Text>;
  return (
    <Table fz="sm">
      <Table.Tbody>
        {codes.slice(0, 10).map((code) => (
          <Table.Tr key={code.id} data-testid="code-row">
            <Table.Td>{formatTime(code.made_at)}</Table.Td>
            <Table.Td>{t(`devices.code.${code.state}`, { at: when(code) })}</Table.Td>
            <Table.Td ta="right">
              {code.state === "open" && (
                <Button size="compact-xs" variant="subtle" color="red" loading={end.isPending} onClick={() => end.mutate(code.id)}>
                  {t("devices.codes.end")}
                </Button>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function CodesOf({ employeeId, made }: { employeeId: string; made: MadeCode | undefined }) {
  const { t } = useLanguage();
  const codes = useQuery(codesQuery(employeeId)).data?.items ?? [];
  const isUsed = codes.some(({ id, state }) => id === made?.id && state === "used");
  return (
    <>
      {made && <Made made={made} isUsed={isUsed} />}
      <Divider label={t("devices.codes")} labelPosition="left" />
      <Codes codes={codes} />
    </>
  );
}

/** Makes a code with which one person enrols one phone: as a picture, as text, and with the time that is left. */
export function EnrolPhone({ onClose }: { onClose: () => void }) {
  const { t } = useLanguage();
  const [employeeId, setEmployeeId] = useState<string | null>(null);
  const [remote, setRemote] = useState(false);
  const [confirms, setConfirms] = useState(false);
  const make = useAction(() =>
    call<MadeCode>("/enrolment-codes", { method: "POST", body: { employee_id: employeeId, remote, confirms } }),
  );
  const choose = (id: string | null) => {
    setEmployeeId(id);
    make.reset();
  };
  return (
    <Modal opened onClose={onClose} title={t("devices.enrol")} size="lg" closeButtonProps={{ "aria-label": t("action.close") }}>
      <Stack gap="sm" data-testid="enrol-phone">
        <PersonSelect label={t("devices.enrol.for")} value={employeeId} onChange={choose} data-testid="enrol-employee" />
        <Checkbox label={t("devices.enrol.remote")} checked={remote} onChange={(event) => setRemote(event.currentTarget.checked)} />
        <Checkbox
          label={t("devices.enrol.confirms")}
          checked={confirms}
          onChange={(event) => setConfirms(event.currentTarget.checked)}
          data-testid="enrol-confirms"
        />
        <Button disabled={employeeId === null} loading={make.isPending} onClick={() => make.mutate(undefined)} data-testid="make-code">
          {t("devices.enrol.make")}
        </Button>
        {make.error && <ErrorNotice error={make.error} />}
        {employeeId !== null && <CodesOf employeeId={employeeId} made={make.data} />}
      </Stack>
    </Modal>
  );
}
