/**
 * Apps that tests move from outside: one line of JSON in, one out.
 *
 * Each app is a real WatermelonDB (LokiJS) or RxDB (memory) database with our adapter on it.
 */
import { createInterface } from "node:readline";
import type { Server } from "../src/server.ts";
import { rxdbApp } from "./rxdb_app.ts";
import { watermelonApp } from "./watermelon_app.ts";

export type Row = Record<string, unknown>;

/** What a test can do with an app. */
export interface App {
  sync: () => Promise<unknown>;
  /** As WatermelonDB's manual has it: what changed first, then what waits. */
  plainSync?: () => Promise<unknown>;
  create: (table: string, row: Row) => Promise<unknown>;
  update: (table: string, id: string, changes: Row) => Promise<unknown>;
  remove: (table: string, id: string) => Promise<unknown>;
  rows: (table: string) => Promise<Row[]>;
  results: () => unknown[];
  waitFor?: (table: string, id: string) => Promise<unknown>;
  close: () => Promise<unknown>;
}

interface Order {
  app: string;
  do: keyof App | "open" | "lose";
  with: unknown[];
  /** So many milliseconds ago it was done. */
  ago?: number;
}

interface Opening {
  maker: "watermelon" | "rxdb";
  address: string;
  token: string;
  tables: Record<string, Record<string, string>>;
  live?: boolean;
  blind?: boolean;
}

const apps = new Map<string, App>();
const losing = new Set<string>();

/** A network that does what is asked and then loses the answer, once for each `lose`. */
function networkOf(name: string): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, init);
    if (typeof input !== "string" || !input.includes("/push") || !losing.delete(name)) return answer;
    throw new TypeError("the answer was lost");
  };
}

async function obey(order: Order): Promise<unknown> {
  if (order.do === "open") {
    const { maker, address, token, tables, live, blind } = order.with[0] as Opening;
    const server: Server = { address, token, fetch: networkOf(order.app) };
    apps.set(order.app, await (maker === "rxdb" ? rxdbApp : watermelonApp)(order.app, server, tables, (maker === "rxdb" ? live : blind) ?? false));
    return null;
  }
  if (order.do === "lose") return losing.add(order.app).size;
  const act = apps.get(order.app)?.[order.do] as (...args: unknown[]) => unknown;
  return await act(...order.with);
}

const now = Date.now.bind(Date);

for await (const line of createInterface({ input: process.stdin })) {
  let answer: unknown;
  try {
    const order = JSON.parse(line) as Order;
    Date.now = () => now() - (order.ago ?? 0);
    answer = { done: (await obey(order)) ?? null };
  } catch (error) {
    answer = { failed: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
