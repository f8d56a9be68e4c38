import { useState } from "react";
import { Anchor, Button, CloseButton, Group, Paper, Text } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Link } from "react-router";
import { CUSTOMER_KINDS, type Customer, type CustomerKind, type Page } from "../api/types";
import type { Query } from "../api/client";
import { useLanguage } from "../i18n/language";
import { DrawArea, type Tool } from "../map/DrawArea";
import { MapFrame } from "../map/MapFrame";
import { MapView } from "../map/MapView";
import { Basket } from "./Basket";
import { CustomerList } from "./CustomerList";
import { MapTools } from "./MapTools";
import { type Tiled, TileLayer } from "./TileLayer";
import type { ListKind } from "./filter";
import { useSelection } from "./selectionContext";
import { useShapeSelection } from "./useShapeSelection";
import classes from "./CustomersPage.module.css";

interface Props {
  answer: UseInfiniteQueryResult<InfiniteData<Page<Customer>>>;
  customers: Customer[];
  query: Query;
  list: ListKind;
}

const kindOf = (kind: string): CustomerKind => CUSTOMER_KINDS.find((known) => known === kind) ?? "shop";

/** Who was clicked on the map: the way to the record, and into the selection. */
function Clicked({ customer, onClose }: { customer: Tiled; onClose: () => void }) {
  const { t } = useLanguage();
  const { ids, add, remove } = useSelection();
  const isPicked = ids.has(customer.id);
  function toggle(): void {
    if (isPicked) remove([customer.id]);
    else add([{ ...customer, kind: kindOf(customer.kind) }]);
  }
  return (
    <Paper className={classes.clicked} shadow="md" p="xs" withBorder data-testid="map-customer">
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Anchor component={Link} to={`/customers/${customer.id}`} size="sm" fw={600}>
          {customer.name}
        </Anchor>
        <CloseButton size="sm" onClick={onClose} aria-label={t("action.close")} />
      </Group>
      <Text size="xs" c="dimmed" mb={6}>
        {t(`kind.${kindOf(customer.kind)}`)}
      </Text>
      <Button size="compact-xs" variant="light" onClick={toggle} data-testid="map-customer-pick">
        {t(isPicked ? "customers.basket.out" : "customers.basket.in")}
      </Button>
    </Paper>
  );
}

/** The list beside the map; the map shows all that the filter finds, also what the list has not read yet. */
export function CustomerMap({ answer, customers, query, list }: Props) {
  const { ids } = useSelection();
  const [tool, setTool] = useState<Tool>("pan");
  const [clicked, click] = useState<Tiled | null>(null);
  const select = useShapeSelection(query);
  const isRead = answer.data !== undefined && !answer.isPlaceholderData;
  // The feed pokes the list; the tiles follow when what the list shows has changed.
  const version = Math.max(0, ...customers.map(({ updated_at }) => Date.parse(updated_at)));
  return (
    <div className={classes.page}>
      <section className={classes.list}>
        <CustomerList answer={answer} customers={customers} />
      </section>
      <div className={classes.map}>
        <MapFrame>
          <TileLayer query={query} version={version} picked={ids} onOpen={click} />
          <MapView spots={customers} fitWhen={isRead ? JSON.stringify([query, list]) : null} />
          <MapTools tool={tool} onTool={setTool} />
          <DrawArea tool={tool} onDraw={(corners, takesAway) => void select(corners, takesAway)} onLeave={() => setTool("pan")} />
        </MapFrame>
        {clicked && <Clicked customer={clicked} onClose={() => click(null)} />}
      </div>
      <Basket className={classes.basket ?? ""} />
    </div>
  );
}
