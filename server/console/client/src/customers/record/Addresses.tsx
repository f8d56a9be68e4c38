import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { call } from "../../api/client";
import type { Address, CustomerDetail } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useLanguage } from "../../i18n/language";
import { useRight } from "../../shell/session";
import { showDone, showProblem } from "../../ui/ErrorNotice";
import { formatDay } from "../../ui/format";

/** Which of several units of today a former one lies in: somebody says so (a split ward). */
function Confirm({ customer, address }: { customer: CustomerDetail; address: Address }) {
  const { t } = useLanguage();
  const mayWrite = useRight("customer.write") && customer.level !== "view";
  const confirm = useAction((wardCode: string) => call<CustomerDetail>(`/customers/${customer.id}/address/confirm`, { method: "POST", body: { ward_code: wardCode } }));
  return (
    <Stack gap={6} mt={4} data-testid="address-confirm">
      <Text size="xs">{t("address.confirm.hint")}</Text>
      <Group gap={6}>
        {address.candidates.map(({ code, name }) => (
          <Button
            key={code}
            size="compact-sm"
            variant="light"
            disabled={!mayWrite}
            loading={confirm.isPending && confirm.variables === code}
            onClick={() => confirm.mutate(code, { onSuccess: () => showDone(t("address.confirmed")), onError: (error) => showProblem(error, t) })}
            data-testid="address-candidate"
          >
            {name}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}

function Line({ customer, address }: { customer: CustomerDetail; address: Address }) {
  const { t } = useLanguage();
  const isToday = address.system === "2025";
  const needsWord = address.how === "needs_confirmation";
  const isFurther = address.kind !== "main";
  const [from, to] = address.since ? [address.since, null] : [address.valid_from, address.valid_to];
  const days = [from && t("address.since", { day: formatDay(from) }), to && t("address.until", { day: formatDay(to) })];
  const units = [address.ward, address.district, address.province].flatMap((unit) => (unit ? [unit.name] : [])).join(", ");
  return (
    <div data-testid="address" data-kind={address.kind} data-system={address.system} data-how={address.how}>
      <Group gap={6}>
        <Text size="xs" c="dimmed">
          {[isFurther && t("address.delivery"), t(isToday ? "address.new" : "address.old"), ...days].filter(Boolean).join(" · ")}
        </Text>
        {needsWord && (
          <Badge size="xs" color="orange" variant="light" tt="none" leftSection={<IconAlertTriangle size={11} />}>
            {t("address.confirm")}
          </Badge>
        )}
      </Group>
      <Text size="sm">{address.text || units || t("value.none")}</Text>
      {needsWord && !isFurther && address.candidates.length > 0 && <Confirm customer={customer} address={address} />}
    </div>
  );
}

/** The addresses, in today's units and in the former ones; those that orders kept come after the profile's. */
export function Addresses({ customer }: { customer: CustomerDetail }) {
  const { t } = useLanguage();
  if (customer.addresses.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("address.none")}
      </Text>
    );
  }
  return (
    <Stack gap="sm">
      {customer.addresses.map((address, place) => (
        <Line key={place} customer={customer} address={address} />
      ))}
    </Stack>
  );
}
