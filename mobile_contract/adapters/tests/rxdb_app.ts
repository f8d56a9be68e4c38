/** An app with RxDB, as its authors would write it. */
import { createRxDatabase, type RxCollection, type RxCollectionCreator, type RxJsonSchema } from "rxdb";
import { getRxStorageMemory } from "rxdb/plugins/storage-memory";
import { filter, firstValueFrom, timeout } from "rxjs";
import { replicateWithTuyen, stampEdits, TUYEN_PROPERTIES, type Result, type Server, type TuyenDocument } from "../src/rxdb.ts";
import type { App, Row } from "./puppet.ts";

type Tables = Record<string, Record<string, string>>;
type Document = TuyenDocument & Row;

export async function rxdbApp(name: string, server: Server, tables: Tables, live: boolean): Promise<App> {
  const database = await createRxDatabase({ name, storage: getRxStorageMemory(), multiInstance: false, eventReduce: false });
  const schemas: Record<string, RxCollectionCreator<Document>> = {};
  for (const [table, columns] of Object.entries(tables)) schemas[table] = { schema: schemaOf(columns) };
  const collections = (await database.addCollections(schemas)) as Record<string, RxCollection<Document>>;
  const results: Result[] = [];
  const replicate = (collection: RxCollection<Document>): ReturnType<typeof replicateWithTuyen<Document>> =>
    replicateWithTuyen({ collection, server, live, retryTime: 50, waitSeconds: 1, onResults: (some) => results.push(...some) });
  Object.values(collections).forEach((collection) => stampEdits(collection));
  const running = live ? Object.values(collections).map(replicate) : [];
  const of = (table: string): RxCollection<Document> => collections[table]!;
  const one = async (table: string, id: string) => (await of(table).findOne(id).exec())!;
  return {
    sync: async () => {
      for (const replication of live ? running : Object.values(collections).map(replicate)) {
        await replication.awaitInitialReplication();
        if (live) await replication.awaitInSync();
      }
    },
    create: (table, row) => of(table).insert({ id: crypto.randomUUID(), ...row }).then((made) => made.id),
    update: async (table, id, changes) => (await one(table, id)).incrementalPatch(changes),
    remove: async (table, id) => (await one(table, id)).remove(),
    rows: async (table) => (await of(table).find().exec()).map((document) => document.toJSON()),
    waitFor: async (table, id) => {
      await firstValueFrom(of(table).findOne(id).$.pipe(filter(Boolean), timeout(20_000)));
      return id;
    },
    results: () => results.splice(0),
    close: () => database.close(),
  };
}

function schemaOf(columns: Record<string, string>): RxJsonSchema<Document> {
  const content = Object.entries(columns).map(([name, type]) => [name, type === "any" ? {} : { type }]);
  const properties = { ...TUYEN_PROPERTIES, ...(Object.fromEntries(content) as Row) };
  return { version: 0, primaryKey: "id", type: "object", properties };
}
