import { type PointerEvent, useEffect, useEffectEvent, useState } from "react";
import { useLanguage } from "../i18n/language";
import { useMap } from "./mapContext";
import classes from "./DrawArea.module.css";

export type Tool = "pan" | "rectangle" | "polygon";
/** Longitude and latitude in degrees. */
export type Corner = [lon: number, lat: number];
type Pixel = [x: number, y: number];

interface Props {
  tool: Tool;
  /** A finished shape of at least three corners; `takesAway` when Alt was held. */
  onDraw: (corners: Corner[], takesAway: boolean) => void;
  onLeave: () => void;
}

/** Two clicks of a double click are no two corners. */
const SAME_PLACE_PX = 4;
const SMALLEST_PX = 6;

function pixelOf(event: PointerEvent<SVGSVGElement>): Pixel {
  const box = event.currentTarget.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

function isNear([xa, ya]: Pixel, [xb, yb]: Pixel, reach: number): boolean {
  return Math.abs(xa - xb) <= reach && Math.abs(ya - yb) <= reach;
}

function rectangle([xa, ya]: Pixel, [xb, yb]: Pixel): Pixel[] {
  return [[xa, ya], [xb, ya], [xb, yb], [xa, yb]];
}

/** A sheet over the map on which a rectangle is dragged or a polygon is clicked; the map stands still meanwhile. */
export function DrawArea({ tool, onDraw, onLeave }: Props) {
  return tool === "pan" ? null : <Sheet key={tool} tool={tool} onDraw={onDraw} onLeave={onLeave} />;
}

function Sheet({ tool, onDraw, onLeave }: Props) {
  const { t } = useLanguage();
  const map = useMap();
  const [corners, setCorners] = useState<Pixel[]>([]);
  const [pointer, setPointer] = useState<Pixel | null>(null);
  const isRectangle = tool === "rectangle";

  function finish(pixels: Pixel[], takesAway: boolean): void {
    setCorners([]);
    setPointer(null);
    if (pixels.length < 3) return;
    const places = pixels.map((pixel) => map.unproject(pixel));
    onDraw(places.map(({ lng, lat }) => [lng, lat]), takesAway);
  }
  function press(event: PointerEvent<SVGSVGElement>): void {
    if (!isRectangle || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setCorners([pixelOf(event)]);
  }
  function release(event: PointerEvent<SVGSVGElement>): void {
    const here = pixelOf(event);
    const start = corners[0];
    if (isRectangle) {
      const isDrag = start !== undefined && !isNear(start, here, SMALLEST_PX);
      finish(isDrag ? rectangle(start, here) : [], event.altKey);
    } else {
      const last = corners[corners.length - 1];
      if (last === undefined || !isNear(last, here, SAME_PLACE_PX)) setCorners([...corners, here]);
    }
  }
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === "Enter" && !isRectangle) finish(corners, event.altKey);
    if (event.key !== "Escape") return;
    if (corners.length > 0) finish([], false);
    else onLeave();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);

  const start = corners[0];
  const shape = isRectangle ? (start && pointer ? rectangle(start, pointer) : []) : pointer ? [...corners, pointer] : corners;
  return (
    <>
      <svg
        className={classes.sheet}
        onPointerDown={press}
        onPointerMove={(event) => corners.length > 0 && setPointer(pixelOf(event))}
        onPointerUp={release}
        onDoubleClick={(event) => !isRectangle && finish(corners, event.altKey)}
        data-testid="draw-sheet"
      >
        <polygon className={classes.shape} points={shape.map((pixel) => pixel.join(",")).join(" ")} />
        {!isRectangle && corners.map(([x, y]) => <circle key={`${x}/${y}`} className={classes.corner} cx={x} cy={y} r={4} />)}
      </svg>
      <div className={classes.hint}>{t(isRectangle ? "customers.rectangle.hint" : "customers.polygon.hint")}</div>
    </>
  );
}
