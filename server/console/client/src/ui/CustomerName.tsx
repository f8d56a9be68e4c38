import { Anchor, Text } from "@mantine/core";
import { Link } from "react-router";
import type { CustomerRef } from "../api/recordTypes";
import { useLanguage } from "../i18n/language";

/** A customer as another record names it, leading to its page; no name where the reader may not see it. */
export function CustomerName({ customer }: { customer: CustomerRef | null }) {
  const { t } = useLanguage();
  if (customer === null) return null;
  if (customer.name === null) {
    return (
      <Text size="sm" c="dimmed">
        {t("flag.customer_not_visible")}
      </Text>
    );
  }
  return (
    <Anchor component={Link} to={`/customers/${customer.id}`} size="sm" c="inherit" onClick={(event) => event.stopPropagation()}>
      {customer.name}
    </Anchor>
  );
}
