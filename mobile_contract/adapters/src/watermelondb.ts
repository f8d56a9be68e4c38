/** WatermelonDB 0.28 with a Tuyen server. How an app uses it: README.md beside this folder. */
import { Model, type Database } from "@nozbe/watermelondb";
import { synchronize, type SyncPullResult } from "@nozbe/watermelondb/sync";
import { setGenerator } from "@nozbe/watermelondb/utils/common/randomId";
import { ask, post, sentNow, type Result, type Server } from "./server.ts";

export { RefusedError, type Result, type Server } from "./server.ts";

type Raw = Record<string, unknown>;
type Changes = Record<string, { created: Raw[]; updated: Raw[]; deleted: string[] }>;
type Seen = Record<string, [version: unknown, value: unknown]>;

const LAST_PULLED_AT = "__watermelon_last_pulled_at";
const RECORDS_AT_ONCE = 200;
const NOT_WRITTEN = new Set(["id", "v", "base", "created_at", "updated_at", "_status", "_changed"]);

/** The columns that every table needs besides those of its content. */
export const TUYEN_COLUMNS = [
  { name: "v", type: "number" as const },
  { name: "base", type: "string" as const, isOptional: true },
  { name: "updated_at", type: "number" as const },
];

/** Let WatermelonDB make ids that the server takes; call it before the first record is made. */
export function useUuids(make: () => string = () => crypto.randomUUID()): void {
  setGenerator(make);
}

/**
 * The base of models that people edit. Each column that is edited remembers in `base` which version of the record the
 * person had before him, and what stood there. Without it the server would have to take every edit for a blind one:
 * WatermelonDB lays what it pulls under what waits, and keeps no trace of it.
 */
export class TuyenRecord extends Model {
  get updatedAt(): Date {
    return new Date(Number(rawOf(this).updated_at));
  }

  override prepareUpdate(edit: (record: this) => void = () => undefined): this {
    return super.prepareUpdate((record) => {
      const raw = rawOf(record);
      const before = { ...raw };
      edit(record);
      // What comes from the server puts another raw record into the place of this one.
      if (rawOf(record) === raw) remember(record, before);
    });
  }
}

function rawOf(record: Model): Raw {
  return record._raw;
}

function remember(record: Model, before: Raw): void {
  const seen: Seen = before._status === "synced" ? {} : parsed(before.base);
  for (const [name, value] of Object.entries(rawOf(record))) {
    if (!NOT_WRITTEN.has(name) && value !== before[name]) seen[name] ??= [before.v, before[name]];
  }
  record._setRaw("base", JSON.stringify(seen));
}

function parsed(text: unknown): Seen {
  return typeof text === "string" && text ? (JSON.parse(text) as Seen) : {};
}

export interface Options {
  database: Database;
  server: Server;
  /** As in WatermelonDB: the schema version before the first migration that is to be filled up from the server. */
  migrationsEnabledAtVersion?: number;
  /** What became of each record that was handed in. */
  onResults?: (results: Result[]) => void;
}

/**
 * Hand in what waits, then take over what changed.
 *
 * In this order, since WatermelonDB alone would first drop records that left the person's view, with edits that he has
 * not handed in. Records that the server quarantined stay as not sent until somebody mends them.
 */
export async function synchroniseWithTuyen(options: Options): Promise<void> {
  if (!(await options.database.adapter.getLocal(LAST_PULLED_AT))) await takeOver(options);
  await handIn(options);
  await takeOver(options);
}

async function handIn({ database, server, onResults }: Options): Promise<void> {
  await synchronize({
    database,
    sendCreatedAsUpdated: true,
    pullChanges: ({ lastPulledAt }) => Promise.resolve({ changes: {}, timestamp: lastPulledAt ?? 1 }),
    pushChanges: async ({ changes }) => {
      const rejected: Record<string, string[]> = {};
      for (const portion of portions(changes)) {
        const answer = await post<Pushed>(server, `/compat/watermelon/push?${sentNow()}`, portion);
        for (const [table, ids] of Object.entries(answer.experimentalRejectedIds)) (rejected[table] ??= []).push(...ids);
        onResults?.(answer.results);
      }
      return { experimentalRejectedIds: rejected };
    },
  });
}

interface Pushed {
  experimentalRejectedIds: Record<string, string[]>;
  results: Result[];
}

async function takeOver({ database, server, migrationsEnabledAtVersion }: Options): Promise<void> {
  const tables = Object.keys(database.schema.tables).join(",");
  await synchronize({
    database,
    sendCreatedAsUpdated: true,
    ...(migrationsEnabledAtVersion === undefined ? {} : { migrationsEnabledAtVersion }),
    pullChanges: ({ lastPulledAt, schemaVersion, migration }) => {
      const query = new URLSearchParams({
        tables,
        last_pulled_at: String(lastPulledAt ?? 0),
        schema_version: String(schemaVersion),
        migration: JSON.stringify(migration),
      });
      return ask<SyncPullResult>(server, `/compat/watermelon/pull?${query.toString()}`);
    },
  });
}

/** Cut a change set into such of at most RECORDS_AT_ONCE records: new records first, as others may name them. */
function* portions(changes: Changes): Generator<Changes> {
  const whole = Object.entries(changes);
  for (const part of ["created", "updated", "deleted"] as const) {
    for (const [table, found] of whole) {
      for (let from = 0; from < found[part].length; from += RECORDS_AT_ONCE) {
        const some = { created: [], updated: [], deleted: [], [part]: found[part].slice(from, from + RECORDS_AT_ONCE) };
        yield { [table]: some };
      }
    }
  }
}
