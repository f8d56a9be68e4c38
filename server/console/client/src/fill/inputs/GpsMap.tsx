import { useEffect, useEffectEvent } from "react";
import { Box } from "@mantine/core";
import { Marker } from "maplibre-gl";
import { localTimestamp } from "@tuyen/sdk";
import type { Fix } from "../../api/formTypes";
import { MapFrame } from "../../map/MapFrame";
import { MapView } from "../../map/MapView";
import { useMap } from "../../map/mapContext";

/** Metres around a pin that a person set by eye. */
const BY_HAND_M = 10;

function byHand(lat: number, lon: number): Fix {
  const place = { lat: Number(lat.toFixed(7)), lon: Number(lon.toFixed(7)) };
  return { ...place, accuracy_m: BY_HAND_M, fixed_at: localTimestamp(), provider: "map", mock: false };
}

/** The pin on the map; a click sets it elsewhere. */
function Pin({ fix, onPick }: { fix: Fix | null; onPick: (fix: Fix) => void }) {
  const map = useMap();
  const pick = useEffectEvent((lat: number, lon: number) => onPick(byHand(lat, lon)));
  useEffect(() => {
    const subscription = map.on("click", ({ lngLat }) => pick(lngLat.lat, lngLat.lng));
    return () => subscription.unsubscribe();
  }, [map]);
  useEffect(() => {
    if (fix === null) return undefined;
    const marker = new Marker({ color: "#0f6b6b" }).setLngLat([fix.lon, fix.lat]).addTo(map);
    return () => {
      marker.remove();
    };
  }, [map, fix]);
  return null;
}

/** A map on which a position is picked. */
export default function GpsMap({ fix, onPick }: { fix: Fix | null; onPick: (fix: Fix) => void }) {
  return (
    <Box h={320} mt={4}>
      <MapFrame>
        <Pin fix={fix} onPick={onPick} />
        <MapView spots={fix ? [fix] : []} fitWhen={fix ? "known" : null} />
      </MapFrame>
    </Box>
  );
}
