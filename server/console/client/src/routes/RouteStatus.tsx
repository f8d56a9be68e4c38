import { Badge } from "@mantine/core";
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react";
import { useLanguage } from "../i18n/language";

export function RouteStatus({ status }: { status: "active" | "stopped" }) {
  const { t } = useLanguage();
  const isActive = status === "active";
  const Icon = isActive ? IconPlayerPlayFilled : IconPlayerPauseFilled;
  return (
    <Badge size="sm" variant="light" tt="none" color={isActive ? "teal" : "gray"} leftSection={<Icon size={10} />}>
      {t(isActive ? "routes.status.active" : "routes.status.stopped")}
    </Badge>
  );
}
