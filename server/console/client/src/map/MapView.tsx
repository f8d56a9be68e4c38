import { useEffect, useEffectEvent } from "react";
import { ActionIcon } from "@mantine/core";
import { IconFocusCentered } from "@tabler/icons-react";
import { useLanguage } from "../i18n/language";
import { type Bounds, fitTo, viewOf } from "./bounds";
import { useMap } from "./mapContext";
import classes from "./MapView.module.css";

interface Props {
  spots: readonly { lat: number | null; lon: number | null }[];
  /** The map is fitted to the spots each time that this changes to another text. */
  fitWhen: string | null;
  onMove?: (view: Bounds) => void;
}

/** Keeps the map on what the page shows, without moving it under somebody's hand when data is renewed. */
export function MapView({ spots, fitWhen, onMove }: Props) {
  const { t } = useLanguage();
  const map = useMap();
  const fit = useEffectEvent(() => fitTo(map, spots));
  const tell = useEffectEvent(() => onMove?.(viewOf(map)));

  useEffect(() => {
    if (fitWhen !== null) fit();
  }, [map, fitWhen]);

  useEffect(() => {
    tell();
    const subscription = map.on("moveend", () => tell());
    return () => subscription.unsubscribe();
  }, [map]);

  return (
    <ActionIcon
      className={classes.fit}
      variant="default"
      size={30}
      onClick={() => fitTo(map, spots)}
      aria-label={t("visits.fit")}
      title={t("visits.fit")}
      data-testid="map-fit"
    >
      <IconFocusCentered size={18} stroke={1.6} />
    </ActionIcon>
  );
}
