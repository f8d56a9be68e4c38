import { Badge } from "@mantine/core";
import { useLanguage } from "../i18n/language";
import { STATUS_COLOUR, statusKey } from "./status";

/** How far a customer has come, in colour and words. */
export function StatusBadge({ status, size = "sm" }: { status: string; size?: "sm" | "md" }) {
  const { t } = useLanguage();
  const key = statusKey(status);
  const colour = STATUS_COLOUR[status] ?? "gray";
  return (
    <Badge
      size={size}
      variant="light"
      tt="none"
      fw={600}
      color={colour}
      vars={() => ({ root: { "--badge-color": `light-dark(var(--mantine-color-${colour}-9), var(--mantine-color-${colour}-3))` } })}
      data-testid="status"
      data-status={status}
    >
      {key ? t(key) : status}
    </Badge>
  );
}
