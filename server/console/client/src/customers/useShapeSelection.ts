import { useQueryClient } from "@tanstack/react-query";
import { pointsQuery } from "../api/queries";
import type { CustomerKind } from "../api/types";
import { useLanguage } from "../i18n/language";
import { bboxText, boundsOf } from "../map/bounds";
import type { Corner } from "../map/DrawArea";
import { showDone, showProblem } from "../ui/ErrorNotice";
import { pickedFromPoint, pointsWithin } from "./selection";
import { useSelection } from "./selectionContext";
import { notifications } from "@mantine/notifications";

/** Puts every customer inside a drawn shape into the basket, or takes them out; asks the server, so that groups count in full. */
export function useShapeSelection(kind: CustomerKind | null) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const { add, remove } = useSelection();

  return async function select(corners: Corner[], takesAway: boolean): Promise<void> {
    const box = boundsOf(corners.map(([lon, lat]) => ({ lon, lat })));
    if (box === null) return;
    try {
      const { items, truncated } = await client.fetchQuery({ ...pointsQuery(bboxText(box)), staleTime: 0 });
      if (truncated) {
        notifications.show({ color: "amber", message: t("customers.picked.toomany") });
        return;
      }
      const inside = pointsWithin(items, corners).filter((point) => kind === null || point[3] === kind);
      if (takesAway) remove(inside.map(([id]) => id));
      else add(inside.map(pickedFromPoint));
      showDone(t(takesAway ? "customers.picked.removed" : "customers.picked.added", { n: inside.length }));
    } catch (error) {
      showProblem(error, t);
    }
  };
}
