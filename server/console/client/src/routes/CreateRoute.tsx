import { useState } from "react";
import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useNavigate } from "react-router";
import { call } from "../api/client";
import type { RouteDetail } from "../api/types";
import { useAction } from "../api/useAction";
import { lengthKm, nearestFirst } from "../customers/selection";
import { useSelection } from "../customers/selectionContext";
import { useLanguage } from "../i18n/language";
import { ErrorNotice, showDone } from "../ui/ErrorNotice";
import { formatNumber } from "../ui/format";
import { SortableRows } from "./SortableRows";

function OrderedBasket() {
  const { t } = useLanguage();
  const { basket, move, remove, clear, add } = useSelection();
  function order(): void {
    const ordered = nearestFirst(basket);
    clear();
    add(ordered);
  }
  return (
    <>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t("routes.length", { n: formatNumber(lengthKm(basket), 1, t) })}
        </Text>
        <Button size="compact-sm" variant="light" onClick={order} data-testid="order-nearest">
          {t("routes.stops.nearest")}
        </Button>
      </Group>
      <div style={{ maxHeight: "40dvh", overflow: "auto" }}>
        <SortableRows
          rows={basket}
          onMove={move}
          onRemove={({ id }) => remove([id])}
          render={({ name }) => (
            <Text size="sm" truncate>
              {name}
            </Text>
          )}
        />
      </div>
    </>
  );
}

function useCreate(onClose: () => void) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { basket, clear } = useSelection();
  const create = useAction((route: { name: string; description: string }) =>
    call<RouteDetail>("/routes", {
      method: "POST",
      body: { ...route, description: route.description || null, customer_ids: basket.map(({ id }) => id) },
    }),
  );
  function submit(name: string, description: string): void {
    create.mutate(
      { name: name.trim(), description: description.trim() },
      {
        onSuccess: (route) => {
          showDone(t("routes.created"));
          clear();
          onClose();
          void navigate(`/routes/${route.id}`);
        },
      },
    );
  }
  return { create, submit };
}

/** Makes a route of the basket: name, description, order. */
export function CreateRoute({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLanguage();
  const { basket } = useSelection();
  const { create, submit } = useCreate(onClose);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [isMissing, setMissing] = useState(false);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("routes.create.title", { n: basket.length })}
      size="lg"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Stack gap="sm">
        <TextInput
          label={t("routes.name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={isMissing && name.trim() === "" ? t("routes.name.required") : undefined}
          required
          data-autofocus
          data-testid="route-name"
        />
        <Textarea
          label={t("routes.description")}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          autosize
          minRows={2}
          data-testid="route-description"
        />
        <OrderedBasket />
        {create.error && <ErrorNotice error={create.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button
            loading={create.isPending}
            disabled={basket.length === 0}
            onClick={() => (name.trim() === "" ? setMissing(true) : submit(name, description))}
            data-testid="route-create-confirm"
          >
            {t("customers.createroute")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
