import { useState } from "react";
import { Anchor, Button, Group, SegmentedControl, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { customersQuery } from "../api/queries";
import type { Membership } from "../api/types";
import { moved, nearestFirst, pickedFromCustomer } from "../customers/selection";
import { useSelection } from "../customers/selectionContext";
import { useLanguage } from "../i18n/language";
import { type Draft, type DraftStop, withStop, withStops } from "./draft";
import { SortableRows } from "./SortableRows";

interface Props {
  draft: Draft;
  onChange: (draft: Draft) => void;
  readOnly: boolean;
}

function Stop({ stop, readOnly, onChange }: { stop: DraftStop; readOnly: boolean; onChange: (change: Partial<DraftStop>) => void }) {
  const { t } = useLanguage();
  const memberships = [
    { value: "in", label: t("routes.membership.in") },
    { value: "out", label: t("routes.membership.out") },
  ];
  return (
    <Stack gap={3}>
      <Anchor component={Link} to={`/customers/${stop.id}`} size="sm" fw={500} c="inherit" truncate>
        {stop.name}
      </Anchor>
      <Group gap={6} wrap="nowrap">
        <SegmentedControl
          size="xs"
          data={memberships}
          value={stop.membership}
          readOnly={readOnly}
          onChange={(membership) => onChange({ membership: membership as Membership })}
          style={{ flexShrink: 0 }}
          data-testid="stop-membership"
        />
        <TextInput
          size="xs"
          flex={1}
          placeholder={t("routes.stops.note")}
          aria-label={t("routes.stops.note")}
          value={stop.note}
          readOnly={readOnly}
          onChange={(event) => onChange({ note: event.currentTarget.value })}
          data-testid="stop-note"
        />
      </Group>
    </Stack>
  );
}

function AddStop({ draft, onChange }: Omit<Props, "readOnly">) {
  const { t } = useLanguage();
  const { basket } = useSelection();
  const [text, setText] = useState("");
  const [q] = useDebouncedValue(text, 250);
  const found = useQuery({ ...customersQuery({ q, limit: 20 }), enabled: q.trim() !== "" }).data?.items ?? [];
  const known = new Set(draft.stops.map(({ id }) => id));
  const waiting = basket.filter(({ id }) => !known.has(id));
  return (
    <Group gap="xs">
      <Select
        flex={1}
        size="xs"
        placeholder={t("routes.stops.add")}
        aria-label={t("routes.stops.add")}
        searchable
        searchValue={text}
        onSearchChange={setText}
        value={null}
        data={found.filter(({ id }) => !known.has(id)).map(({ id, name }) => ({ value: id, label: name }))}
        filter={({ options }) => options}
        onChange={(id) => {
          const customer = found.find((each) => each.id === id);
          if (customer) onChange(withStops(draft, [pickedFromCustomer(customer)]));
          setText("");
        }}
        data-testid="stop-add"
      />
      {waiting.length > 0 && (
        <Button size="xs" variant="light" onClick={() => onChange(withStops(draft, waiting))} data-testid="stop-add-basket">
          {t("routes.stops.addbasket", { n: waiting.length })}
        </Button>
      )}
    </Group>
  );
}

/** The stops of a route in their order. */
export function StopsEditor({ draft, onChange, readOnly }: Props) {
  const { t } = useLanguage();
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2} fz="sm">
          {t("routes.stops")} · {t("routes.stops.count", { n: draft.stops.length })}
        </Title>
        {!readOnly && draft.stops.length > 2 && (
          <Button size="compact-xs" variant="subtle" onClick={() => onChange({ ...draft, stops: nearestFirst(draft.stops) })}>
            {t("routes.stops.nearest")}
          </Button>
        )}
      </Group>
      {draft.stops.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("routes.stops.empty")}
        </Text>
      )}
      <SortableRows
        rows={draft.stops}
        onMove={(from, to) => onChange({ ...draft, stops: moved(draft.stops, from, to) })}
        onRemove={({ id }) => onChange({ ...draft, stops: draft.stops.filter((stop) => stop.id !== id) })}
        readOnly={readOnly}
        render={(stop) => <Stop stop={stop} readOnly={readOnly} onChange={(change) => onChange(withStop(draft, stop.id, change))} />}
      />
      {!readOnly && <AddStop draft={draft} onChange={onChange} />}
    </Stack>
  );
}
