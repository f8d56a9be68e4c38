/** Clipping of rings and lines to a rectangle of longitudes and latitudes (degrees). */

export type Point = [lon: number, lat: number];
export type Box = [west: number, south: number, east: number, north: number];

interface Side {
  axis: 0 | 1;
  limit: number;
  keepsGreater: boolean;
}

function sidesOf(box: Box): Side[] {
  return [
    { axis: 0, limit: box[0], keepsGreater: true },
    { axis: 1, limit: box[1], keepsGreater: true },
    { axis: 0, limit: box[2], keepsGreater: false },
    { axis: 1, limit: box[3], keepsGreater: false },
  ];
}

function isKept(point: Point, side: Side): boolean {
  return side.keepsGreater ? point[side.axis] >= side.limit : point[side.axis] <= side.limit;
}

function crossing(from: Point, to: Point, side: Side): Point {
  const other = side.axis === 0 ? 1 : 0;
  const share = (side.limit - from[side.axis]) / (to[side.axis] - from[side.axis]);
  const across = from[other] + share * (to[other] - from[other]);
  return side.axis === 0 ? [side.limit, across] : [across, side.limit];
}

function cutAtSide(ring: Point[], side: Side): Point[] {
  const cut: Point[] = [];
  ring.forEach((point, index) => {
    const before = ring[(index + ring.length - 1) % ring.length] ?? point;
    if (isKept(point, side) !== isKept(before, side)) cut.push(crossing(before, point, side));
    if (isKept(point, side)) cut.push(point);
  });
  return cut;
}

/** The part of a closed ring inside the box (Sutherland and Hodgman, 1974), closed again; null when nothing is left. */
export function clipRing(ring: Point[], box: Box): Point[] | null {
  const open = ring.slice(0, -1);
  const cut = sidesOf(box).reduce(cutAtSide, open);
  const first = cut[0];
  return first === undefined || cut.length < 3 ? null : [...cut, first];
}

/** The runs of a line whose points lie inside the box. */
export function clipLine(line: Point[], box: Box): Point[][] {
  const runs: Point[][] = [];
  let run: Point[] = [];
  for (const point of line) {
    if (sidesOf(box).every((side) => isKept(point, side))) {
      run.push(point);
    } else {
      if (run.length > 1) runs.push(run);
      run = [];
    }
  }
  if (run.length > 1) runs.push(run);
  return runs;
}
