import { useMemo, useState } from "react";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { customerPagesQuery, pointsQuery } from "../api/queries";
import type { CustomerKind, CustomerPoint } from "../api/types";
import { useLanguage } from "../i18n/language";
import { type Bounds, bboxText } from "../map/bounds";
import { DrawArea, type Tool } from "../map/DrawArea";
import { MapFrame } from "../map/MapFrame";
import { MapView } from "../map/MapView";
import { Basket } from "./Basket";
import { CustomerFilters, type CustomerFilter } from "./CustomerFilters";
import { CustomerLayer } from "./CustomerLayer";
import { CustomerList } from "./CustomerList";
import { MapTools } from "./MapTools";
import { pickedFromPoint } from "./selection";
import { useSelection } from "./selectionContext";
import { useShapeSelection } from "./useShapeSelection";
import classes from "./CustomersPage.module.css";

const NO_POINTS: CustomerPoint[] = [];
const PAGE = 50;

function useCustomerFilter(): [CustomerFilter, (filter: CustomerFilter) => void] {
  const [parameters, setParameters] = useSearchParams();
  const filter: CustomerFilter = {
    q: parameters.get("q") ?? "",
    kind: parameters.get("kind") as CustomerKind | null,
    ownerId: parameters.get("owner"),
    poolId: parameters.get("pool"),
    isRecent: parameters.get("list") === "recent",
  };
  function change(next: CustomerFilter): void {
    const pairs = [["q", next.q], ["kind", next.kind], ["owner", next.ownerId], ["pool", next.poolId], ["list", next.isRecent ? "recent" : null]].filter(([, value]) => value);
    setParameters(pairs as [string, string][], { replace: true });
  }
  return [filter, change];
}

function usePoints(view: Bounds | null, kind: CustomerKind | null) {
  const [settled] = useDebouncedValue(view, 250);
  const { data } = useQuery(pointsQuery(settled && bboxText(settled)));
  const points = useMemo(
    () => (data?.items ?? NO_POINTS).filter((point) => kind === null || point[3] === kind),
    [data, kind],
  );
  return { points, truncated: data?.truncated ?? false };
}

/** Customers in a list and on the map; what is ticked or drawn around goes into the basket, and from there into a route. */
export default function CustomersPage() {
  const { t } = useLanguage();
  const { ids, add, remove } = useSelection();
  const [filter, setFilter] = useCustomerFilter();
  const [q] = useDebouncedValue(filter.q, 250);
  const [view, setView] = useState<Bounds | null>(null);
  const [tool, setTool] = useState<Tool>("pan");
  const query = { q: q.trim(), kind: filter.kind, owner_id: filter.ownerId, pool_id: filter.poolId };
  const answer = useInfiniteQuery(
    filter.isRecent ? customerPagesQuery({ limit: PAGE }, "/customers/recent") : customerPagesQuery({ ...query, limit: PAGE }),
  );
  const customers = useMemo(() => answer.data?.pages.flatMap((page) => page.items) ?? [], [answer.data]);
  const { points, truncated } = usePoints(view, filter.kind);
  const select = useShapeSelection(filter.kind);
  const isRead = answer.data !== undefined && !answer.isPlaceholderData;

  function toggle(point: CustomerPoint): void {
    if (ids.has(point[0])) remove([point[0]]);
    else add([pickedFromPoint(point)]);
  }

  return (
    <div className={`page ${classes.page}`}>
      <section className={classes.list}>
        <CustomerFilters filter={filter} onChange={setFilter} page={answer.data?.pages[0]} query={query} />
        <CustomerList answer={answer} customers={customers} />
      </section>
      <div className={classes.map}>
        <MapFrame>
          <CustomerLayer points={points} picked={ids} onToggle={toggle} />
          <MapView spots={customers} fitWhen={isRead ? JSON.stringify([query, filter.isRecent]) : null} onMove={setView} />
          <MapTools tool={tool} onTool={setTool} />
          <DrawArea
            tool={tool}
            onDraw={(corners, takesAway) => void select(corners, takesAway)}
            onLeave={() => setTool("pan")}
          />
          {truncated && <div className={classes.truncated}>{t("customers.truncated")}</div>}
        </MapFrame>
      </div>
      <Basket className={classes.basket ?? ""} />
    </div>
  );
}
