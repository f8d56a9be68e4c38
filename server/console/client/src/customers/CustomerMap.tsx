import { useEffect, useMemo, useState } from "react";
import { Anchor, Button, CloseButton, Group, Paper, Text } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Link } from "react-router";
import { CUSTOMER_KINDS, type Customer, type CustomerKind, type CustomerPoint, type Page } from "../api/types";
import { useLanguage } from "../i18n/language";
import { DrawArea, type Tool } from "../map/DrawArea";
import { MapFrame } from "../map/MapFrame";
import { MapView } from "../map/MapView";
import { formatNumber } from "../ui/format";
import { Basket } from "./Basket";
import { CustomerLayer } from "./CustomerLayer";
import { CustomerList } from "./CustomerList";
import { MapTools } from "./MapTools";
import { type Tiled, TileLayer } from "./TileLayer";
import { type CustomerFilter, isNarrowed, queryOf } from "./filter";
import { useSelection } from "./selectionContext";
import { useShapeSelection } from "./useShapeSelection";
import classes from "./CustomersPage.module.css";

interface Props {
  answer: UseInfiniteQueryResult<InfiniteData<Page<Customer>>>;
  customers: Customer[];
  filter: CustomerFilter;
}

/** As many of a narrowed list are drawn; beyond, one narrows further. */
const MOST_DRAWN = 2_000;

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

/** Reads a narrowed list on until the map can draw all of it, or as much as it draws. */
function useAllDrawn({ answer, customers, filter }: Props): boolean {
  const narrowed = isNarrowed(filter);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = answer;
  const wantsMore = narrowed && hasNextPage && !isFetchingNextPage && customers.length < MOST_DRAWN;
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage, customers.length]);
  return narrowed;
}

/** The list beside the map. All customers come as tiles; of a narrowed list exactly what it finds is drawn. */
export function CustomerMap(props: Props) {
  const { answer, customers, filter } = props;
  const { t } = useLanguage();
  const { ids } = useSelection();
  const [tool, setTool] = useState<Tool>("pan");
  const [clicked, click] = useState<Tiled | null>(null);
  const select = useShapeSelection(filter.kind);
  const narrowed = useAllDrawn(props);
  const points = useMemo(
    () => customers.flatMap(({ id, lon, lat, kind, name }): CustomerPoint[] => (lon === null || lat === null ? [] : [[id, lon, lat, kind, name]])),
    [customers],
  );
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
          {narrowed ? (
            <CustomerLayer points={points} picked={ids} onOpen={([id, lon, lat, kind, name]) => click({ id, lon, lat, kind, name })} />
          ) : (
            <TileLayer version={version} picked={ids} onOpen={click} />
          )}
          <MapView spots={customers.slice(0, 200)} fitWhen={isRead ? JSON.stringify([queryOf(filter), filter.list]) : null} />
          <MapTools tool={tool} onTool={setTool} />
          <DrawArea tool={tool} onDraw={(corners, takesAway) => void select(corners, takesAway)} onLeave={() => setTool("pan")} />
        </MapFrame>
        {narrowed && answer.hasNextPage && customers.length >= MOST_DRAWN && (
          <div className={classes.truncated}>{t("customers.map.most", { n: formatNumber(customers.length, 0, t) })}</div>
        )}
        {clicked && <Clicked customer={clicked} onClose={() => click(null)} />}
      </div>
      <Basket className={classes.basket ?? ""} />
    </div>
  );
}
