/** RxDB 17 with a Tuyen server. How an app uses it: README.md beside this folder. */
import type { RxCollection, RxReplicationPullStreamItem, RxReplicationWriteToMasterRow, WithDeleted } from "rxdb";
import { replicateRxCollection, type RxReplicationState } from "rxdb/plugins/replication";
import { Subject } from "rxjs";
import { ask, post, RefusedError, sentNow, type Result, type Server } from "./server.ts";

export { RefusedError, type Result, type Server } from "./server.ts";

/** The properties that every schema needs besides those of its content. `v` is absent in what was not handed in yet. */
export const TUYEN_PROPERTIES = {
  id: { type: "string", maxLength: 36 },
  v: { type: "number" },
  updated_at: { type: "number" },
} as const;

export interface TuyenDocument {
  id: string;
  v?: number;
  updated_at?: number;
}

interface Checkpoint {
  kind: string;
  cursor: string;
}

interface Pulled<Doc> {
  documents: WithDeleted<Doc>[];
  checkpoint: Checkpoint;
}

interface Pushed<Doc> {
  conflicts: WithDeleted<Doc>[];
  results: Result[];
}

export interface Options<Doc> {
  collection: RxCollection<Doc>;
  server: Server;
  /** The kind of rows; the collection's name when it is not given. */
  kind?: string;
  /** Whether it goes on after the first round, told by the server when something changed. */
  live?: boolean;
  batchSize?: number;
  retryTime?: number;
  /** How long the server may wait before it says that nothing changed. */
  waitSeconds?: number;
  /** What became of each document that was handed in; those in quarantine are taken back from the collection. */
  onResults?: (results: Result[]) => void;
}

/** Note the time of every edit in the document: the server tells two equal edits apart by it, and knows when they were. */
export function stampEdits<Doc extends TuyenDocument>(collection: RxCollection<Doc>): void {
  const stamp = (document: Doc): void => {
    document.updated_at = Date.now();
  };
  collection.preInsert(stamp, false);
  collection.preSave(stamp, false);
}

/** Replicate a collection with the server's rows of one kind. */
export function replicateWithTuyen<Doc extends TuyenDocument>(options: Options<Doc>): RxReplicationState<Doc, Checkpoint> {
  const { collection, server, live = true, batchSize = 500 } = options;
  const kind = options.kind ?? collection.name;
  const path = `/compat/rxdb/${encodeURIComponent(kind)}`;
  const fitting = fitter(collection);
  const stream = new Subject<RxReplicationPullStreamItem<Doc, Checkpoint>>();
  const pull = async (checkpoint: Checkpoint | undefined, limit: number): Promise<Pulled<Doc>> => {
    const found = await post<Pulled<Doc>>(server, `${path}/pull`, { checkpoint: checkpoint ?? null, limit });
    return { ...found, documents: found.documents.map(fitting) };
  };
  const replication = replicateRxCollection<Doc, Checkpoint>({
    replicationIdentifier: `tuyen-${kind}`,
    collection,
    live,
    retryTime: options.retryTime ?? 5000,
    pull: {
      batchSize,
      stream$: stream.asObservable(),
      handler: async (checkpoint, limit) => {
        try {
          return await pull(checkpoint, limit);
        } catch (error) {
          if (!(error instanceof RefusedError) || error.code !== "cursor_reset") throw error;
          return await fromTheStart(collection, pull, limit);
        }
      },
    },
    push: {
      batchSize: 200,
      handler: async (rows) => {
        const said = rows.filter(says);
        if (said.length === 0) return [];
        const answer = await post<Pushed<Doc>>(server, `${path}/push?${sentNow()}`, { rows: said });
        options.onResults?.(answer.results);
        return answer.conflicts.map(fitting);
      },
    },
  });
  if (live) void listen(server, replication, stream, options.waitSeconds ?? 25);
  return replication;
}

/** Drop what the app's schema does not know: a newer server may send more. */
function fitter<Doc>(collection: RxCollection<Doc>): (document: WithDeleted<Doc>) => WithDeleted<Doc> {
  const known = new Set([...Object.keys(collection.schema.jsonSchema.properties), "_deleted"]);
  return (document) =>
    Object.fromEntries(Object.entries(document).filter(([name]) => known.has(name))) as WithDeleted<Doc>;
}

/** Whether a row says anything: after a conflict RxDB pushes what it has just taken over from the server. */
function says<Doc>({ newDocumentState, assumedMasterState }: RxReplicationWriteToMasterRow<Doc>): boolean {
  return assumedMasterState === undefined || JSON.stringify(sorted(newDocumentState)) !== JSON.stringify(sorted(assumedMasterState));
}

function sorted(document: object): [string, unknown][] {
  return Object.entries(document).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Read everything again, and delete what did not come: the server cannot tell any more what went meanwhile. */
async function fromTheStart<Doc extends TuyenDocument>(
  collection: RxCollection<Doc>,
  pull: (checkpoint: Checkpoint | undefined, limit: number) => Promise<Pulled<Doc>>,
  limit: number,
): Promise<Pulled<Doc>> {
  const found = new Map<string, WithDeleted<Doc>>();
  let page = await pull(undefined, limit);
  for (; page.documents.length >= limit; page = await pull(page.checkpoint, limit)) {
    for (const document of page.documents) found.set(document.id, document);
  }
  for (const document of page.documents) found.set(document.id, document);
  const held = await collection.find().exec();
  for (const document of held.map((one) => one.toJSON() as unknown as Doc)) {
    if (document.v && !found.has(document.id)) found.set(document.id, { ...document, _deleted: true });
  }
  return { documents: [...found.values()], checkpoint: page.checkpoint };
}

/** Tell the replication whenever the organisation's newest number has moved, until it is cancelled. */
async function listen<Doc>(
  server: Server,
  replication: RxReplicationState<Doc, Checkpoint>,
  stream: Subject<RxReplicationPullStreamItem<Doc, Checkpoint>>,
  waitSeconds: number,
): Promise<void> {
  const over = new AbortController();
  replication.onCancel.push(() => over.abort());
  let since = 0;
  let failures = 0;
  while (!replication.isStopped()) {
    const started = Date.now();
    try {
      const path = `/sync/poke?since=${since}&wait=${waitSeconds}`;
      const { seq } = await ask<{ seq: number }>(server, path, { signal: over.signal });
      if (seq !== since) stream.next("RESYNC");
      since = seq;
      failures = 0;
    } catch {
      failures += 1;
    }
    // An older server answers at once: ask it no more often than a waiting one would answer.
    const least = failures ? Math.min(60, 2 ** failures) * 1000 * Math.random() : 1000;
    await pause(Math.max(0, started + least - Date.now()), over.signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
