import { Anchor, Button, Checkbox, Group, Text } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Customer, Page } from "../api/types";
import { useLanguage } from "../i18n/language";
import { Blank, LoadingRows } from "../ui/Blank";
import { ErrorNotice } from "../ui/ErrorNotice";
import { pickedFromCustomer } from "./selection";
import { useSelection } from "./selectionContext";
import classes from "./CustomerList.module.css";

function Row({ customer }: { customer: Customer }) {
  const { t } = useLanguage();
  const { ids, add, remove } = useSelection();
  const isPicked = ids.has(customer.id);
  const facts = [t(`kind.${customer.kind}`), customer.code, customer.owner?.name].filter(Boolean).join(" · ");
  return (
    <div className={classes.row} data-picked={isPicked || undefined} data-testid="customer-row" data-customer={customer.id}>
      <Checkbox
        checked={isPicked}
        onChange={() => (isPicked ? remove([customer.id]) : add([pickedFromCustomer(customer)]))}
        aria-label={t("customers.pick", { name: customer.name })}
        data-testid="customer-pick"
      />
      <div className={classes.words}>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Anchor component={Link} to={`/customers/${customer.id}`} size="sm" fw={600} truncate c="inherit">
            {customer.name}
          </Anchor>
          <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
            {customer.phone_text ?? customer.phone}
          </Text>
        </Group>
        <Text size="xs" c="dimmed" truncate>
          {facts}
        </Text>
        <Text size="xs" truncate c={customer.lat === null ? "orange.8" : "dimmed"}>
          {customer.lat === null ? t("customers.nopin") : (customer.address_text ?? customer.address)}
        </Text>
      </div>
    </div>
  );
}

interface Props {
  answer: UseInfiniteQueryResult<InfiniteData<Page<Customer>>>;
  customers: Customer[];
}

export function CustomerList({ answer, customers }: Props) {
  const { t } = useLanguage();
  if (answer.isPending) return <LoadingRows />;
  if (answer.isError && !answer.data) return <ErrorNotice error={answer.error} onRetry={() => void answer.refetch()} />;
  if (customers.length === 0) return <Blank title={t("customers.empty")} hint={t("customers.empty.hint")} />;
  return (
    <div className="scroll">
      {customers.map((customer) => (
        <Row key={customer.id} customer={customer} />
      ))}
      {answer.hasNextPage && (
        <Button
          variant="subtle"
          fullWidth
          my="xs"
          loading={answer.isFetchingNextPage}
          onClick={() => void answer.fetchNextPage()}
          data-testid="customers-more"
        >
          {t("action.more")}
        </Button>
      )}
    </div>
  );
}
