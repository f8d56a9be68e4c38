/** When the loop runs by itself. */
import type { Poke } from "./poke";
import type { SyncEngine } from "./sync";

const EVERY_MS = 60_000;
/** While the server says by itself when something has changed. */
const SELDOM_MS = 5 * 60_000;

/**
 * Sync when the phone comes online, when the app is looked at, when the server says that something has changed, and by
 * the clock while the app is looked at. Returns the undoing.
 */
export function keepInSync(engine: SyncEngine, poke?: Poke, page: Document = document, view: Window = window): () => void {
  let last = -Infinity;
  const visible = () => page.visibilityState === "visible";
  const ask = () => {
    last = Date.now();
    void engine.request();
  };
  const look = () => {
    if (!visible()) return poke?.stop();
    poke?.start();
    ask();
  };
  const online = () => {
    // It sleeps off its failures, longer and longer: the line is there again.
    poke?.stop();
    if (visible()) poke?.start();
    ask();
  };
  const beat = view.setInterval(() => {
    const due = engine.state().nextTryAt;
    const rested = Date.now() - last >= (poke?.alive() ? SELDOM_MS : 0);
    if (visible() && rested && (due === null || due <= Date.now())) ask();
  }, EVERY_MS);
  // Films wait for Wi-Fi: it has come, or gone.
  const { connection } = view.navigator as { connection?: Partial<EventTarget> };
  connection?.addEventListener?.("change", ask);
  view.addEventListener("online", online);
  page.addEventListener("visibilitychange", look);
  look();
  return () => {
    view.clearInterval(beat);
    connection?.removeEventListener?.("change", ask);
    view.removeEventListener("online", online);
    page.removeEventListener("visibilitychange", look);
    poke?.stop();
    engine.stop();
  };
}
