import { useEffect } from "react";
import { Box, Group, Text } from "@mantine/core";
import type { FeatureCollection, LineString, Point } from "geojson";
import { useLanguage } from "../i18n/language";
import { MapFrame } from "../map/MapFrame";
import { MapView } from "../map/MapView";
import { setSourceData } from "../map/ground";
import { ensureLayers, ensureSource } from "../map/layers";
import { useMap } from "../map/mapContext";
import type { Place } from "../ui/format";
import classes from "./EvidenceMap.module.css";

const SOURCE = "evidence";
const PHONE = "#c2410c";
const PIN = "#0f6b6b";

interface Props {
  /** Where the phone was when the form was sent. */
  phone: Place & { accuracy_m?: number | null };
  /** Where the customer is said to be. */
  pin: Place | null;
  /** Changes when the map is to be fitted again. */
  fitWhen: string;
  /** What the two dots are called, where that is not phone and pin. */
  words?: { phone: string; pin: string };
}

function shapes(phone: Place, pin: Place | null): FeatureCollection<Point | LineString> {
  const at = ({ lat, lon }: Place, role: string) => ({
    type: "Feature" as const,
    geometry: { type: "Point" as const, coordinates: [lon, lat] },
    properties: { role },
  });
  if (pin === null) return { type: "FeatureCollection", features: [at(phone, "phone")] };
  const way = {
    type: "Feature" as const,
    geometry: { type: "LineString" as const, coordinates: [[phone.lon, phone.lat], [pin.lon, pin.lat]] },
    properties: { role: "way" },
  };
  return { type: "FeatureCollection", features: [way, at(pin, "pin"), at(phone, "phone")] };
}

function Evidence({ phone, pin }: Pick<Props, "phone" | "pin">) {
  const map = useMap();
  useEffect(() => {
    ensureSource(map, SOURCE, { type: "geojson", data: { type: "FeatureCollection", features: [] } });
    ensureLayers(map, [
      { id: "evidence-way", type: "line", source: SOURCE, filter: ["==", ["get", "role"], "way"], paint: { "line-color": PHONE, "line-width": 2, "line-dasharray": [2, 2] } },
      {
        id: "evidence-points",
        type: "circle",
        source: SOURCE,
        filter: ["==", ["geometry-type"], "Point"],
        paint: {
          "circle-radius": ["case", ["==", ["get", "role"], "phone"], 8, 7],
          "circle-color": ["case", ["==", ["get", "role"], "phone"], PHONE, PIN],
          "circle-stroke-width": 2,
          "circle-stroke-color": "#ffffff",
        },
      },
    ]);
    setSourceData(map, SOURCE, shapes(phone, pin));
  }, [map, phone, pin]);
  return null;
}

/** Where the phone was, and how far from the customer's pin. */
export function EvidenceMap({ phone, pin, fitWhen, words }: Props) {
  const { t } = useLanguage();
  return (
    <div data-testid="evidence-map">
      <Box h={200} className={classes.map}>
        <MapFrame>
          <Evidence phone={phone} pin={pin} />
          <MapView spots={pin ? [phone, pin] : [phone]} fitWhen={fitWhen} />
        </MapFrame>
      </Box>
      <Group gap="md" mt={6}>
        <Text size="xs" c="dimmed">
          <span className={classes.dot} style={{ background: PHONE }} /> {words?.phone ?? t("submission.evidence.phone")}
        </Text>
        {pin && (
          <Text size="xs" c="dimmed">
            <span className={classes.dot} style={{ background: PIN }} /> {words?.pin ?? t("submission.evidence.pin")}
          </Text>
        )}
      </Group>
    </div>
  );
}
