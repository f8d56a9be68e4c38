/** Live views of the kinds that only some screens read: each is read once, however many fields offer it. */
import { isPending, recordsView, SearchIndex, type KnownRecord, type OutboxOp, type Row } from "@tuyen/sdk";
import { liveQuery, type Subscription } from "dexie";
import { useSyncExternalStore } from "react";

import { store } from "../services";
import { choiceOf, type Choice } from "./choice";

export interface Known {
  list: KnownRecord[];
  byId: Map<string, KnownRecord>;
  /** By name; made when somebody looks. */
  choices: () => Choice[];
}

const NOTHING: Known = { list: [], byId: new Map(), choices: () => [] };
const collator = new Intl.Collator("vi");

function knownOf(kind: string, rows: Row[], ops: OutboxOp[]): Known {
  const list = recordsView(kind, rows, ops);
  let choices: Choice[] | null = null;
  return {
    list, byId: new Map(list.map((record) => [record.id, record])),
    choices: () => (choices ??= list.map((record) => choiceOf(kind, record)).sort((a, b) => collator.compare(a.name, b.name))),
  };
}

/** Whoever leaves a form and opens the next one finds the kinds still read. */
const LINGER_MS = 60_000;

class LiveKind {
  private known: Known | undefined;
  private subscription: Subscription | null = null;
  private leaving: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly kind: string;

  constructor(kind: string) {
    this.kind = kind;
  }

  readonly current = (): Known | undefined => this.known;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    clearTimeout(this.leaving);
    this.subscription ??= liveQuery(() => this.read()).subscribe((known) => {
      this.known = known;
      for (const each of this.listeners) each();
    });
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.leaving = setTimeout(this.leave, LINGER_MS);
    };
  };

  private readonly leave = (): void => {
    this.subscription?.unsubscribe();
    this.subscription = null;
  };

  private async read(): Promise<Known> {
    const rows = await store.rows.where("k").equals(this.kind).toArray();
    const ops = await store.ops.where("state").anyOf("waiting", "answered").toArray();
    return knownOf(this.kind, rows, ops.filter((op) => isPending(op) && op.body.includes(`"kind":"${this.kind}"`)));
  }
}

const live = new Map<string, LiveKind>();

function liveKind(kind: string): LiveKind {
  const found = live.get(kind) ?? new LiveKind(kind);
  live.set(kind, found);
  return found;
}

const nobody = { subscribe: () => () => undefined, current: () => undefined };

/** The records of a kind; undefined until they are read, and of no kind for ever. */
export function useKind(kind: string | null): Known | undefined {
  const { subscribe, current } = kind === null ? nobody : liveKind(kind);
  return useSyncExternalStore(subscribe, current);
}

/** Customers and employees are all in hand already (`useData`): reading them a second time takes longer than a form. */
export function unlessInHand(kind: string): string | null {
  return kind === "customer" || kind === "employee" ? null : kind;
}

/** The same as `useKind`, with nothing in it until it is read. */
export function useKnown(kind: string | null): Known {
  return useKind(kind) ?? NOTHING;
}

export function searchOf(choices: Choice[]): SearchIndex<Choice> {
  return new SearchIndex(choices);
}
