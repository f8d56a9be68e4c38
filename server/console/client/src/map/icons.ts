/** Signs drawn for the map: one for each review state, one for each kind of customer, and rings for groups. */
import type { Map as MapLibreMap } from "maplibre-gl";
import { CUSTOMER_KINDS, type CustomerKind, REVIEW_STATES, type ReviewState } from "../api/types";
import { STATE_COLOUR } from "../theme";

const RATIO = 2;
type Pen = CanvasRenderingContext2D;

function drawn(size: number, draw: (pen: Pen) => void): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * RATIO;
  const pen = canvas.getContext("2d");
  if (pen === null) throw new Error("no 2d canvas");
  pen.scale(RATIO, RATIO);
  pen.lineJoin = pen.lineCap = "round";
  draw(pen);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

function polygon(pen: Pen, corners: [number, number][]): void {
  pen.beginPath();
  for (const [x, y] of corners) pen.lineTo(x, y);
  pen.closePath();
}

function circle(pen: Pen, x: number, y: number, radius: number): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
}

function paint(pen: Pen, colour: string): void {
  pen.shadowColor = "rgba(0,0,0,.35)";
  pen.shadowBlur = 3;
  pen.fillStyle = colour;
  pen.fill();
  pen.shadowColor = "transparent";
  pen.lineWidth = 2;
  pen.strokeStyle = "#fff";
  pen.stroke();
}

function strokes(pen: Pen, lines: [number, number][][], width = 2.2): void {
  pen.lineWidth = width;
  pen.strokeStyle = "#fff";
  for (const line of lines) {
    pen.beginPath();
    for (const [x, y] of line) pen.lineTo(x, y);
    pen.stroke();
  }
}

const STATE_SHAPE: Record<ReviewState, (pen: Pen) => void> = {
  received: (pen) => circle(pen, 14, 14, 10),
  approved: (pen) => circle(pen, 14, 14, 10),
  has_issues: (pen) => polygon(pen, [[14, 3], [25, 23], [3, 23]]),
  rejected: (pen) => polygon(pen, [[5, 5], [23, 5], [23, 23], [5, 23]]),
};

const STATE_SIGN: Record<ReviewState, [number, number][][]> = {
  received: [[[14, 8.5], [14, 14], [18, 16]]],
  approved: [[[9.5, 14.5], [12.8, 17.8], [18.8, 10.8]]],
  has_issues: [[[14, 10], [14, 15.5]], [[14, 19.4], [14, 19.5]]],
  rejected: [[[10.5, 10.5], [17.5, 17.5]], [[17.5, 10.5], [10.5, 17.5]]],
};

export const KIND_COLOUR: Record<CustomerKind, string> = {
  shop: "#0f6b6b",
  organisation: "#4a5fa8",
  person: "#8a5a9c",
  household: "#8a6a2f",
};

const KIND_SHAPE: Record<CustomerKind, (pen: Pen) => void> = {
  shop: (pen) => polygon(pen, [[4, 4], [16, 4], [16, 16], [4, 16]]),
  organisation: (pen) => polygon(pen, [[10, 2.5], [17.5, 10], [10, 17.5], [2.5, 10]]),
  person: (pen) => circle(pen, 10, 10, 6.5),
  household: (pen) => polygon(pen, [[10, 2.5], [17, 9], [15, 17], [5, 17], [3, 9]]),
};

/** A ring whose sectors are eighths for each of the given colours. */
export function ringImage(shares: number[], colours: string[]): ImageData {
  const total = shares.reduce((sum, share) => sum + share, 0) || 1;
  return drawn(44, (pen) => {
    circle(pen, 22, 22, 15);
    paint(pen, "#fff");
    let from = -Math.PI / 2;
    shares.forEach((share, index) => {
      const to = from + (2 * Math.PI * share) / total;
      pen.beginPath();
      pen.arc(22, 22, 16.5, from, to);
      pen.lineCap = "butt";
      pen.lineWidth = 6;
      pen.strokeStyle = colours[index] ?? "#888";
      pen.stroke();
      from = to;
    });
  });
}

function addMissingRing(map: MapLibreMap, id: string): void {
  const [prefix, ...numbers] = id.split("-");
  if (prefix !== "ring" || map.hasImage(id)) return;
  const colours = REVIEW_STATES.map((state) => STATE_COLOUR[state]);
  map.addImage(id, ringImage(numbers.map(Number), colours), { pixelRatio: RATIO });
}

/** Makes all signs known to a map; rings are drawn when first asked for. */
export function addIcons(map: MapLibreMap): void {
  for (const state of REVIEW_STATES) {
    const image = drawn(28, (pen) => {
      STATE_SHAPE[state](pen);
      paint(pen, STATE_COLOUR[state]);
      strokes(pen, STATE_SIGN[state]);
    });
    map.addImage(`state-${state}`, image, { pixelRatio: RATIO });
  }
  for (const kind of CUSTOMER_KINDS) {
    for (const [suffix, colour] of [["", KIND_COLOUR[kind]], ["-picked", "#ee931d"]] as const) {
      const image = drawn(20, (pen) => {
        KIND_SHAPE[kind](pen);
        paint(pen, colour);
      });
      map.addImage(`kind-${kind}${suffix}`, image, { pixelRatio: RATIO });
    }
  }
  map.setMissingStyleImageResolver((id) => addMissingRing(map, id));
}
