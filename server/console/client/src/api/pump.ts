/**
 * Runs a refresh whenever asked, never two at a time; asks that arrive during a run lead to one more run, so that the
 * last change is always read and a busy feed cannot starve a slow refresh.
 */
export function makePump(refresh: () => Promise<unknown>): () => void {
  let running = false;
  let wanted = false;

  async function run(): Promise<void> {
    running = true;
    while (wanted) {
      wanted = false;
      await refresh().catch(() => undefined);
    }
    running = false;
  }

  return () => {
    wanted = true;
    if (!running) void run();
  };
}
