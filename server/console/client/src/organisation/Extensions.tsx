import { useState } from "react";
import { ActionIcon, Badge, Button, Group, Radio, Stack, Text, TextInput } from "@mantine/core";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { spokenNumber } from "@tuyen/sdk";
import { call } from "../api/client";
import { extensionsQuery, useSetup } from "../api/organisationQueries";
import { type Extension, RINGS, type Ring } from "../api/organisationTypes";
import { useLanguage } from "../i18n/language";
import { useRight } from "../shell/session";
import { Dialog } from "../ui/Dialog";
import { showDone } from "../ui/ErrorNotice";
import { Read } from "../ui/Read";
import { Panel } from "../ui/DetailFrame";
import { extensionFault } from "./extensionRules";
import { PersonSelect } from "./PersonSelect";

interface Body {
  employee_id?: string;
  number: string;
  ring: Ring;
  forward_to: string[];
}

interface FormProps {
  extension: Extension | null;
  /** People who have one. */
  holders: ReadonlySet<string>;
  /** How many digits the others have; null while there is none. */
  length: number | null;
  onClose: () => void;
}

function Where({ ring, forward, onRing, onForward }: { ring: Ring; forward: string[]; onRing: (ring: Ring) => void; onForward: (numbers: string[]) => void }) {
  const { t } = useLanguage();
  const [first = "", second = ""] = forward;
  return (
    <>
      <Radio.Group label={t("extensions.ring")} value={ring} onChange={(value) => onRing(value)}>
        <Stack gap={6} mt={4}>
          {RINGS.map((each) => (
            <Radio key={each} value={each} label={t(`extensions.ring.${each}`)} data-testid={`extension-${each}`} />
          ))}
        </Stack>
      </Radio.Group>
      {ring === "forward" && (
        <Group grow align="flex-start">
          <TextInput label={t("extensions.forward.first")} type="tel" value={first} onChange={(event) => onForward([event.currentTarget.value, second])} required data-testid="extension-first" />
          <TextInput label={t("extensions.forward.second")} type="tel" value={second} onChange={(event) => onForward([first, event.currentTarget.value])} data-testid="extension-second" />
        </Group>
      )}
    </>
  );
}

function ExtensionForm({ extension, holders, length, onClose }: FormProps) {
  const { t } = useLanguage();
  const [employeeId, setEmployee] = useState(extension?.employee.id ?? null);
  const [number, setNumber] = useState(extension?.number ?? "");
  const [ring, setRing] = useState<Ring>(extension?.ring ?? "app_and_web");
  const [forward, setForward] = useState(extension?.forward_to ?? []);
  const save = useSetup((body: Body) => call<Extension>(extension ? `/extensions/${extension.id}` : "/extensions", { method: extension ? "PATCH" : "POST", body }));
  const fault = extensionFault(number);
  const numbers = forward.map((one) => one.trim()).filter(Boolean);
  const isWhole = employeeId !== null && number !== "" && fault === null && (ring !== "forward" || numbers.length > 0);
  function submit(): void {
    const body: Body = { number, ring, forward_to: ring === "forward" ? numbers : [] };
    save.mutate(extension === null && employeeId ? { ...body, employee_id: employeeId } : body, {
      onSuccess: () => {
        showDone(t("action.saved"));
        onClose();
      },
    });
  }
  return (
    <Dialog
      title={extension ? t("extensions.edit", { number: extension.number }) : t("extensions.add")}
      onClose={onClose}
      action={t("action.save")}
      onAct={submit}
      isActing={save.isPending}
      disabled={!isWhole}
      error={save.error}
      testid="extension-form"
    >
      {extension ? (
        <Text size="sm">{extension.employee.name}</Text>
      ) : (
        <PersonSelect label={t("extensions.person")} value={employeeId} onChange={setEmployee} without={holders} required data-testid="extension-person" />
      )}
      <TextInput
        label={t("extensions.number")}
        description={length === null ? t("extensions.number.any") : t("extensions.number.length", { n: length })}
        inputMode="numeric"
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value.trim())}
        error={fault && t(fault)}
        required
        data-testid="extension-number"
      />
      <Where ring={ring} forward={forward} onRing={setRing} onForward={setForward} />
    </Dialog>
  );
}

function StopDialog({ extension, onClose }: { extension: Extension; onClose: () => void }) {
  const { t } = useLanguage();
  const stop = useSetup(() => call<Extension>(`/extensions/${extension.id}/stop`, { method: "POST" }));
  return (
    <Dialog
      title={t("extensions.stop.ask", { number: extension.number })}
      onClose={onClose}
      action={t("extensions.stop")}
      onAct={() => stop.mutate(undefined, { onSuccess: onClose })}
      isActing={stop.isPending}
      color="red"
      error={stop.error}
      testid="extension-stop"
    >
      <Text size="sm">{t("extensions.stop.means", { name: extension.employee.name })}</Text>
    </Dialog>
  );
}

function Line({ extension, onEdit, onStop }: { extension: Extension; onEdit: () => void; onStop: () => void }) {
  const { t } = useLanguage();
  const numbers = extension.forward_to.map(spokenNumber).join(", ");
  return (
    <Group justify="space-between" wrap="nowrap" data-testid="extension">
      <Group gap="sm" style={{ minWidth: 0 }}>
        <Text size="sm" fw={600} ff="monospace">
          {extension.number}
        </Text>
        <Text size="sm">{extension.employee.name}</Text>
        <Text size="sm" c="dimmed">
          {t(`extensions.rings.${extension.ring}`, { numbers })}
        </Text>
      </Group>
      {extension.stopped_at ? (
        <Badge variant="light" color="gray" tt="none">
          {t("extensions.stopped")}
        </Badge>
      ) : (
        <Group gap={4} wrap="nowrap">
          <ActionIcon variant="subtle" color="gray" onClick={onEdit} aria-label={t("extensions.edit", { number: extension.number })}>
            <IconPencil size={16} />
          </ActionIcon>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={onStop} data-testid="extension-end">
            {t("extensions.stop")}
          </Button>
        </Group>
      )}
    </Group>
  );
}

function Lines({ items, onEdit, onStop }: { items: Extension[]; onEdit: (extension: Extension) => void; onStop: (extension: Extension) => void }) {
  const { t } = useLanguage();
  const [isAll, showAll] = useState(false);
  const stopped = items.filter((one) => one.stopped_at !== null).length;
  const shown = isAll ? items : items.filter((one) => one.stopped_at === null);
  return (
    <Stack gap={6}>
      {items.length === stopped && (
        <Text size="sm" c="dimmed">
          {t("extensions.empty")}
        </Text>
      )}
      {shown.map((one) => (
        <Line key={one.id} extension={one} onEdit={() => onEdit(one)} onStop={() => onStop(one)} />
      ))}
      {stopped > 0 && !isAll && (
        <Group>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => showAll(true)} data-testid="extensions-stopped">
            {t("extensions.stopped.show", { n: stopped })}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Loaded() {
  const { t } = useLanguage();
  const extensions = useQuery(extensionsQuery);
  const [edited, edit] = useState<Extension | "new" | null>(null);
  const [ended, end] = useState<Extension | null>(null);
  const used = extensions.data?.items.filter((one) => one.stopped_at === null) ?? [];
  const others = used.filter((one) => one !== edited);
  const add = (
    <Button size="compact-sm" variant="light" leftSection={<IconPlus size={15} />} onClick={() => edit("new")} data-testid="extension-add">
      {t("extensions.add")}
    </Button>
  );
  return (
    <Panel title={t("extensions.title")} end={add}>
      <Text size="sm" c="dimmed" mb="xs">
        {t("extensions.about")}
      </Text>
      <Read of={extensions} rows={2}>
        {({ items }) => <Lines items={items} onEdit={edit} onStop={end} />}
      </Read>
      {edited && (
        <ExtensionForm
          extension={edited === "new" ? null : edited}
          holders={new Set(used.map(({ employee }) => employee.id))}
          length={others[0]?.number.length ?? null}
          onClose={() => edit(null)}
        />
      )}
      {ended && <StopDialog extension={ended} onClose={() => end(null)} />}
    </Panel>
  );
}

/** Who calls and is called by which extension of the exchange: told to who sets the organisation up. */
export function Extensions() {
  return useRight("organisation.write") ? <Loaded /> : null;
}
