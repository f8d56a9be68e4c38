import { useMemo, useState } from "react";
import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { visitsQuery } from "../api/queries";
import type { Visit } from "../api/types";
import { useLanguage } from "../i18n/language";
import { type Bounds, isInside } from "../map/bounds";
import { MapFrame } from "../map/MapFrame";
import { MapView } from "../map/MapView";
import { SubmissionDrawer } from "../submissions/SubmissionDrawer";
import { dayOf } from "../ui/format";
import { useNow } from "../ui/useNow";
import { FilterBar } from "./FilterBar";
import { filterQuery } from "./filters";
import { useArrivals } from "./useArrivals";
import { useFilter, useOpened } from "./useFilter";
import { VisitLayer } from "./VisitLayer";
import { VisitList } from "./VisitList";
import classes from "./VisitsPage.module.css";

const NONE: Visit[] = [];
type Side = "map" | "list";

function SideSwitch({ side, onChange }: { side: Side; onChange: (side: Side) => void }) {
  const { t } = useLanguage();
  const sides = [
    { value: "map", label: t("visits.map") },
    { value: "list", label: t("visits.list") },
  ];
  return (
    <SegmentedControl
      className={classes.switch}
      size="xs"
      fullWidth
      data={sides}
      value={side}
      onChange={(chosen) => onChange(chosen as Side)}
      data-testid="visits-side"
    />
  );
}

/** The home page: where the team has been, on the map and in a list, fresh within seconds. */
export default function VisitsPage() {
  const [filter, setFilter] = useFilter("today");
  const [openedId, open] = useOpened();
  const [side, setSide] = useState<Side>("map");
  const [view, setView] = useState<Bounds | null>(null);
  const [onlyInView, setOnlyInView] = useState(false);
  const today = dayOf(useNow());
  const query = useMemo(() => filterQuery(filter, today), [filter, today]);
  const list = JSON.stringify(query);
  const answer = useQuery(visitsQuery(query));
  const visits = answer.data?.items ?? NONE;
  const ids = useMemo(() => visits.map((visit) => visit.id), [visits]);
  const fresh = useArrivals(list, answer.data && !answer.isPlaceholderData ? ids : undefined);
  const shown = useMemo(
    () => (onlyInView && view ? visits.filter((visit) => isInside(visit, view)) : visits),
    [visits, onlyInView, view],
  );

  return (
    <div className={`page ${classes.page}`} data-side={side}>
      <div className={classes.bar}>
        <FilterBar filter={filter} onChange={setFilter} />
        <SideSwitch side={side} onChange={setSide} />
      </div>
      <VisitList
        className={classes.list ?? ""}
        answer={answer}
        visits={shown}
        fresh={fresh}
        openedId={openedId}
        onOpen={open}
        onlyInView={onlyInView}
        onOnlyInView={setOnlyInView}
        onWiden={filter.range === "today" ? () => setFilter({ ...filter, range: "week" }) : undefined}
      />
      <div className={classes.map}>
        <MapFrame>
          <VisitLayer visits={visits} fresh={fresh} openedId={openedId} onOpen={open} />
          <MapView
            spots={visits}
            fitWhen={visits.length > 0 && !answer.isPlaceholderData ? list : null}
            onMove={setView}
          />
        </MapFrame>
      </div>
      <SubmissionDrawer
        submissionId={openedId}
        visit={visits.find((visit) => visit.submission_id === openedId) ?? null}
        onClose={() => open(null)}
      />
    </div>
  );
}
