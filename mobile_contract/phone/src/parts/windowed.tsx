/** A list of any length in which only the rows in view exist. */
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";

interface WindowedProps<T> {
  items: T[];
  /** Pixels; every row is as high as this. */
  rowHeight: number;
  keyOf: (item: T) => string;
  children: (item: T) => ReactNode;
  /** Shown above the rows, scrolling with them. */
  above?: ReactNode;
  /** Remember the place under this name while the app runs. */
  remember?: string;
  /** Room under the last row for a button that floats over the list. */
  underButton?: boolean;
  testid?: string;
}

const EXTRA_ROWS = 5;
/** Enough for a small screen; how many there is room for is known once the list stands. */
const FIRST_ROWS = 12;
const places = new Map<string, number>();

export function Windowed<T>({ items, rowHeight, keyOf, children, above, remember, underButton, testid }: WindowedProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [view, setView] = useState({ from: 0, to: FIRST_ROWS });

  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const measure = () => {
      const top = box.scrollTop - (list.current?.offsetTop ?? 0);
      const from = Math.max(0, Math.floor(top / rowHeight) - EXTRA_ROWS);
      const to = Math.ceil((top + box.clientHeight) / rowHeight) + EXTRA_ROWS;
      setView((now) => (now.from === from && now.to === to ? now : { from, to }));
      if (remember) places.set(remember, box.scrollTop);
    };
    const size = new ResizeObserver(measure);
    size.observe(box);
    box.addEventListener("scroll", measure, { passive: true });
    return () => {
      size.disconnect();
      box.removeEventListener("scroll", measure);
    };
  }, [rowHeight, remember]);

  useLayoutEffect(() => {
    if (remember && scroller.current) scroller.current.scrollTop = places.get(remember) ?? 0;
  }, [remember]);

  return (
    <div className="scroll flush" ref={scroller} data-testid={testid}>
      {above}
      <ul className={underButton ? "windowed above-button" : "windowed"} ref={list} style={{ height: items.length * rowHeight }}>
        {items.slice(view.from, view.to).map((item, index) => (
          <li key={keyOf(item)} aria-setsize={items.length} aria-posinset={view.from + index + 1}
            style={{ height: rowHeight, top: (view.from + index) * rowHeight }}>{children(item)}</li>
        ))}
      </ul>
    </div>
  );
}
