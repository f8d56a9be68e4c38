/** Where something was edited, for people. Pure. */
import type { ConflictSide } from "../api/types";
import type { Translate } from "../i18n/translate";
import { type Place, distanceBetween, formatDistance, formatPlace } from "../ui/format";

const NEAR = 17;

/** A link that shows the place on a public map, in a window of its own. */
export function mapLink({ lat, lon }: Place): string {
  return `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=${NEAR}/${lat}/${lon}`;
}

/** Where a value was written, with how far that is from the customer's own place. */
export function placeText({ gps }: ConflictSide, customer: Place | null, t: Translate): string | null {
  if (!gps) return null;
  const place = formatPlace(gps.lat, gps.lon);
  if (!customer) return t("conflicts.place", { place });
  return t("conflicts.place.away", { place, distance: formatDistance(distanceBetween(gps, customer), t) });
}
