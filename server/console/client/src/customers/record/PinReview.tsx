import { Alert, Button, Group, Text } from "@mantine/core";
import { IconMapPinQuestion } from "@tabler/icons-react";
import { call } from "../../api/client";
import type { CustomerDetail } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useLanguage } from "../../i18n/language";
import { useRight } from "../../shell/session";
import { EvidenceMap } from "../../submissions/EvidenceMap";
import { ErrorNotice, showDone } from "../../ui/ErrorNotice";
import { formatDistance, formatTime } from "../../ui/format";

/** A pin that moved far waits for a supervisor: both places on the map, and the word on it. */
export function PinReview({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  const maySettle = useRight("conflict.settle");
  const pin = customer.pending_pin;
  const settle = useAction((choice: "kept" | "lost") =>
    call(`/conflicts/${pin?.conflict_id}/settle`, { method: "POST", body: { choice, seen: customer.fields.gps ?? null } }),
  );
  if (pin === null) return null;
  const present = customer.lat === null || customer.lon === null ? null : { lat: customer.lat, lon: customer.lon };
  const decide = (choice: "kept" | "lost") =>
    settle.mutate(choice, { onSuccess: () => showDone(t(choice === "lost" ? "pin.approved" : "pin.rejected")) });
  return (
    <Alert color="amber" variant="light" icon={<IconMapPinQuestion size={18} />} title={t("pin.review")} mb="sm" data-testid="pin-review">
      <Text size="sm" mb="xs">
        {t("pin.review.words", { name: pin.by.name, distance: formatDistance(pin.moved_m, t), at: formatTime(pin.at) })}
      </Text>
      <EvidenceMap phone={pin} pin={present} fitWhen={pin.conflict_id} words={{ phone: t("pin.proposed"), pin: t("pin.now") }} />
      {maySettle && (
        <Group gap="xs" mt="xs">
          <Button size="compact-sm" loading={settle.isPending} onClick={() => decide("lost")} data-testid="pin-approve">
            {t("pin.approve")}
          </Button>
          <Button size="compact-sm" variant="default" loading={settle.isPending} onClick={() => decide("kept")} data-testid="pin-reject">
            {t("pin.reject")}
          </Button>
        </Group>
      )}
      {settle.error && <ErrorNotice error={settle.error} />}
    </Alert>
  );
}
