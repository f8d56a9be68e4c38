import { type ReactNode, useEffect, useRef, useState } from "react";
import { Center, Loader, Text, useComputedColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Map as MapLibreMap } from "maplibre-gl";
import { styleSourceQuery, unitsQuery } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { startMap } from "./engine";
import { showGrid, showOutlines, showPlaces } from "./ground";
import { MapContext } from "./mapContext";
import { DARK, LIGHT, baseStyle } from "./style";
import classes from "./MapFrame.module.css";

const NO_TILES = { tiles_url: null, attribution: null };

/** The map of one page. What is inside is shown once the map is ready and may draw on it. */
export function MapFrame({ children }: { children?: ReactNode }) {
  const { t, language } = useLanguage();
  const scheme = useComputedColorScheme("light");
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibreMap | null>(null);
  const [failed, setFailed] = useState(false);
  const units = useQuery(unitsQuery).data;
  const source = useQuery(styleSourceQuery);
  const tiles = source.isError ? NO_TILES : source.data;

  useEffect(() => {
    const element = container.current;
    if (element === null || tiles === undefined) return undefined;
    const stop = new AbortController();
    let started: MapLibreMap | null = null;
    const style = baseStyle(scheme === "dark" ? DARK : LIGHT, tiles);
    startMap(element, style, t, stop.signal)
      .then((ready) => {
        started = ready;
        if (stop.signal.aborted) return ready.remove();
        showGrid(ready, { east: t("map.east"), west: t("map.west"), north: t("map.north"), south: t("map.south") });
        void showOutlines(ready, stop.signal);
        setMap(ready);
      })
      .catch(() => {
        if (!stop.signal.aborted) setFailed(true);
      });
    return () => {
      stop.abort();
      setMap(null);
      started?.remove();
    };
    // The words of the controls belong to the language, so another language makes another map.
  }, [scheme, tiles, language, t]);

  useEffect(() => {
    if (map !== null && units !== undefined) showPlaces(map, units);
  }, [map, units]);

  return (
    <div className={classes.frame} data-testid="map" data-ready={map !== null}>
      <div ref={container} className={classes.canvas} role="region" aria-label={t("map.label")} />
      {failed && (
        <Center className={classes.cover}>
          <Text size="sm" c="dimmed" maw={320} ta="center">
            {t("map.failed")}
          </Text>
        </Center>
      )}
      {map === null && !failed && (
        <Center className={classes.cover}>
          <Loader />
        </Center>
      )}
      {map !== null && <MapContext value={map}>{children}</MapContext>}
    </div>
  );
}
