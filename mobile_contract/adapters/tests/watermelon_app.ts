/** An app with WatermelonDB, as its authors would write it. */
import { appSchema, Database, Model, tableSchema, type ColumnSchema } from "@nozbe/watermelondb";
import { synchronize, type SyncPullResult, type SyncPushResult } from "@nozbe/watermelondb/sync";
import LokiJSAdapter from "@nozbe/watermelondb/adapters/lokijs";
import { synchroniseWithTuyen, TUYEN_COLUMNS, TuyenRecord, useUuids, type Result, type Server } from "../src/watermelondb.ts";
import type { App, Row } from "./puppet.ts";

type Tables = Record<string, Record<string, string>>;

// A CommonJS module under Node: its default export is one level deeper than its types say.
const Adapter = (LokiJSAdapter as unknown as { default?: typeof LokiJSAdapter }).default ?? LokiJSAdapter;

useUuids();

export async function watermelonApp(name: string, server: Server, tables: Tables, blind: boolean): Promise<App> {
  const database = new Database({ adapter: adapterFor(name, tables, blind), modelClasses: Object.keys(tables).map((table) => modelFor(table, blind)) });
  const results: Result[] = [];
  const find = (table: string, id: string): Promise<Model> => database.get(table).find(id);
  const app: App = {
    sync: () => synchroniseWithTuyen({ database, server, onResults: (some) => results.push(...some) }),
    plainSync: () => synchronisePlainly(database, server),
    create: (table, { id, ...row }) =>
      database.write(() => database.get(table).create((record) => write(record, { ...(id ? { id } : {}), ...row }))).then((made) => made.id),
    update: (table, id, changes) =>
      database.write(async () => (await find(table, id)).update((record) => write(record, changes))).then((made) => made.id),
    remove: (table, id) => database.write(async () => (await find(table, id)).markAsDeleted()),
    rows: async (table) => (await database.get(table).query().fetch()).map((record) => ({ ...(record._raw as unknown as Row) })),
    results: () => results.splice(0),
    close: () => database.write(() => database.unsafeResetDatabase()),
  };
  return Promise.resolve(app);
}

function adapterFor(name: string, tables: Tables, blind: boolean): InstanceType<typeof LokiJSAdapter> {
  const schema = appSchema({
    version: 1,
    tables: Object.entries(tables).map(([table, columns]) =>
      tableSchema({ name: table, columns: [...TUYEN_COLUMNS.filter(({ name }) => !blind || name !== "base"), ...Object.entries(columns).map(columnOf)] }),
    ),
  });
  return new Adapter({ schema, dbName: name, useWebWorker: false, useIncrementalIndexedDB: true, extraLokiOptions: { autosave: false } });
}

function columnOf([name, type]: [string, string]): ColumnSchema {
  return { name, type: type === "number" ? "number" : "string", isOptional: true };
}

function modelFor(table: string, blind: boolean): typeof Model {
  const Base = blind ? Model : TuyenRecord;
  return class extends Base {
    static override table = table;
  };
}

async function synchronisePlainly(database: Database, { address, token, fetch: ask = fetch }: Server): Promise<void> {
  const headers = { Authorization: `Bearer ${token as string}`, "Content-Type": "application/json" };
  const at = `${address}/api/v1/compat/watermelon`;
  await synchronize({
    database,
    sendCreatedAsUpdated: true,
    pullChanges: async ({ lastPulledAt, schemaVersion, migration }) => {
      const query = `last_pulled_at=${lastPulledAt}&schema_version=${schemaVersion}&migration=${encodeURIComponent(JSON.stringify(migration))}`;
      return (await (await ask(`${at}/pull?${query}`, { headers })).json()) as SyncPullResult;
    },
    pushChanges: async ({ changes, lastPulledAt }) => {
      const body = JSON.stringify(changes);
      return (await (await ask(`${at}/push?last_pulled_at=${lastPulledAt}`, { method: "POST", headers, body })).json()) as SyncPushResult;
    },
  });
}

function write(record: Model, values: Row): void {
  for (const [name, value] of Object.entries(values)) {
    if (name === "id") (record._raw as unknown as Row).id = value;
    else record._setRaw(name, value as string);
  }
}
