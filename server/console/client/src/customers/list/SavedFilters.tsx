import { useState } from "react";
import { ActionIcon, Button, Group, Menu, Text, TextInput } from "@mantine/core";
import { IconBookmark, IconDeviceFloppy, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import { useSetup } from "../../api/organisationQueries";
import { useLanguage } from "../../i18n/language";
import { Dialog } from "../../ui/Dialog";
import { showDone, showProblem } from "../../ui/ErrorNotice";
import { type CustomerFilter, readFilter, writeFilter } from "../filter";
import { type SavedFilter, savedFiltersQuery } from "./queries";

interface Props {
  filter: CustomerFilter;
  onChange: (filter: CustomerFilter) => void;
}

function SaveFilter({ filter, onClose }: { filter: CustomerFilter; onClose: () => void }) {
  const { t } = useLanguage();
  const [name, setName] = useState("");
  const save = useSetup((typed: string) => call<SavedFilter>("/customer-filters", { method: "POST", body: { name: typed, filter: writeFilter(filter) } }));
  return (
    <Dialog
      title={t("filters.save.title")}
      onClose={onClose}
      action={t("action.save")}
      onAct={() =>
        save.mutate(name.trim(), {
          onSuccess: () => {
            showDone(t("filters.saved", { name: name.trim() }));
            onClose();
          },
        })
      }
      isActing={save.isPending}
      disabled={name.trim() === ""}
      error={save.error}
      size="sm"
      testid="filter-save"
    >
      <TextInput label={t("filters.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} required data-autofocus data-testid="filter-name" />
    </Dialog>
  );
}

/** One's saved filters: calling one, keeping the present one, letting one go (SW-55). */
export function SavedFilters({ filter, onChange }: Props) {
  const { t } = useLanguage();
  const [isSaving, setSaving] = useState(false);
  const saved = useQuery(savedFiltersQuery).data?.items ?? [];
  const remove = useSetup((id: string) => call<undefined>(`/customer-filters/${id}`, { method: "DELETE" }));
  const isPlain = Object.keys(writeFilter(filter)).length === 0;
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<IconBookmark size={16} />} data-testid="filters-saved">
            {t("filters.saved.open")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {saved.length === 0 && (
            <Text size="xs" c="dimmed" p="xs">
              {t("filters.saved.none")}
            </Text>
          )}
          {saved.map((one) => (
            <Group key={one.id} gap={0} wrap="nowrap">
              <Menu.Item onClick={() => onChange(readFilter(new URLSearchParams(one.filter)))} data-testid="filter-saved">
                {one.name}
              </Menu.Item>
              <ActionIcon
                variant="subtle"
                color="gray"
                onClick={() => remove.mutate(one.id, { onError: (error) => showProblem(error, t) })}
                aria-label={t("filters.remove", { name: one.name })}
                data-testid="filter-remove"
              >
                <IconTrash size={15} />
              </ActionIcon>
            </Group>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconDeviceFloppy size={16} />} disabled={isPlain} onClick={() => setSaving(true)} data-testid="filter-keep">
            {t("filters.save")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isSaving && <SaveFilter filter={filter} onClose={() => setSaving(false)} />}
    </>
  );
}
