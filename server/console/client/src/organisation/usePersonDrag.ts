import { type PointerEvent as ReactPointerEvent, useEffect, useEffectEvent, useState } from "react";

const THRESHOLD_PX = 5;
const DWELL_MS = 600;
const EDGE_PX = 48;
const STEP_PX = 14;
const STEP_EVERY_MS = 16;

export interface Drag {
  id: string;
  /** Over whom the pointer is. */
  overId: string | null;
  x: number;
  y: number;
}

interface Wanted {
  scroller: { readonly current: HTMLElement | null };
  onDrop: (id: string, overId: string) => void;
  /** The pointer rests over somebody. */
  onDwell: (id: string) => void;
}

function personAt(x: number, y: number): string | null {
  return document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-person]")?.dataset.person ?? null;
}

/** How far to scroll, with the pointer this near the upper or lower edge. */
function pull(y: number, { top, bottom }: DOMRect): number {
  if (y < top + EDGE_PX) return -STEP_PX;
  return y > bottom - EDGE_PX ? STEP_PX : 0;
}

/**
 * Dragging one person over another with mouse, pen or finger. `start` goes on the pointer-down of what is gripped; a
 * press that hardly moves stays a click; Escape lets go where nothing happens.
 */
export function usePersonDrag({ scroller, onDrop, onDwell }: Wanted) {
  const [gripped, setGripped] = useState<{ id: string; x: number; y: number } | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const overId = drag?.overId ?? null;

  const follow = useEffectEvent(({ clientX: x, clientY: y }: PointerEvent) => {
    if (gripped === null) return;
    if (drag === null && Math.hypot(x - gripped.x, y - gripped.y) < THRESHOLD_PX) return;
    setDrag({ id: gripped.id, overId: personAt(x, y), x, y });
  });
  const end = useEffectEvent((isDropped: boolean) => {
    setGripped(null);
    setDrag(null);
    if (isDropped && drag !== null && drag.overId !== null && drag.overId !== drag.id) onDrop(drag.id, drag.overId);
  });
  const dwell = useEffectEvent(onDwell);
  const scroll = useEffectEvent(() => {
    const area = scroller.current;
    if (area === null || drag === null) return;
    area.scrollBy(0, pull(drag.y, area.getBoundingClientRect()));
  });

  const isGripped = gripped !== null;
  useEffect(() => {
    if (!isGripped) return;
    const ends = new AbortController();
    const heard = { signal: ends.signal };
    addEventListener("pointermove", (event) => follow(event), heard);
    addEventListener("pointerup", () => end(true), heard);
    addEventListener("pointercancel", () => end(false), heard);
    addEventListener("keydown", ({ key }) => key === "Escape" && end(false), heard);
    const timer = setInterval(() => scroll(), STEP_EVERY_MS);
    return () => {
      ends.abort();
      clearInterval(timer);
    };
  }, [isGripped]);
  useEffect(() => {
    if (overId === null) return;
    const timer = setTimeout(() => dwell(overId), DWELL_MS);
    return () => clearTimeout(timer);
  }, [overId]);

  function start(event: ReactPointerEvent, id: string): void {
    if (event.button === 0) setGripped({ id, x: event.clientX, y: event.clientY });
  }
  return { drag, start };
}
