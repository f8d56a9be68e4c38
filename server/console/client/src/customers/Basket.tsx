import { ActionIcon, Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconRoute, IconX } from "@tabler/icons-react";
import { useLanguage } from "../i18n/language";
import { CreateRoute } from "../routes/CreateRoute";
import { useRight } from "../shell/session";
import { BasketActs } from "./BasketActs";
import { useSelection } from "./selectionContext";

/** Who is selected, and making a route of them. */
export function Basket({ className }: { className: string }) {
  const { t } = useLanguage();
  const { basket, remove, clear } = useSelection();
  const [isCreating, { open, close }] = useDisclosure(false);
  const mayCreate = useRight("route.write");
  const isEmpty = basket.length === 0;
  return (
    <aside className={className} data-testid="basket">
      <Group justify="space-between" px="sm" py={10} wrap="nowrap">
        <Text fw={600} size="sm" data-testid="basket-count">
          {isEmpty ? t("customers.basket") : t("customers.picked", { n: basket.length })}
        </Text>
        {!isEmpty && (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={clear} data-testid="basket-clear">
            {t("action.clear")}
          </Button>
        )}
      </Group>
      {isEmpty ? (
        <Text size="xs" c="dimmed" px="sm" pb="sm">
          {t("customers.basket.empty")}
        </Text>
      ) : (
        <Stack gap={0} className="scroll" px="sm">
          {basket.map(({ id, name }) => (
            <Group key={id} justify="space-between" wrap="nowrap" gap={4} py={2}>
              <Text size="sm" truncate>
                {name}
              </Text>
              <ActionIcon variant="subtle" color="gray" size="sm" onClick={() => remove([id])} aria-label={`${t("action.remove")} ${name}`}>
                <IconX size={14} />
              </ActionIcon>
            </Group>
          ))}
        </Stack>
      )}
      <Stack gap={6} p="sm" style={{ flexShrink: 0 }}>
        <BasketActs />
        {mayCreate && !isEmpty && (
          <Button leftSection={<IconRoute size={18} />} onClick={open} data-testid="create-route">
            {t("customers.createroute")}
          </Button>
        )}
      </Stack>
      <CreateRoute opened={isCreating} onClose={close} />
    </aside>
  );
}
