/**
 * What the phone keeps: one IndexedDB database. Every transaction is asked to reach the disk before it reports success
 * ("strict" durability), because the person is told "kept" at that moment.
 */
import Dexie, { type Table } from "dexie";

import type { PhoneKey } from "./keys";
import type { TaskWish } from "./tasks";
import type { Answers, Enrolment, FormDefinition, GpsFix, ItemResult, Limits, MediaClaim, NumberLease, PullPage } from "./types";

/** A row of the feed; `v` is its version, the `base` of an edit. */
export interface Row { k: string; id: string; v: number; d: unknown }

/** A row that was merged into another. */
export interface Alias { k: string; id: string; into: string }

/**
 * waiting: not yet answered · answered: the server has it, no completed pull has shown it yet ·
 * settled: a completed pull includes it · refused: the server keeps it in quarantine, or would not take it.
 */
export type OpState = "waiting" | "answered" | "settled" | "refused";

/** One operation of the outbox. `body` is its JSON as first written: what is sent again is the same bytes. */
export interface OutboxOp {
  /** `t:id`: one submission is one operation, however often "finish" is pressed. */
  key: string;
  /** The place in the device's queue; (device, n) is the server's idempotency key. */
  n: number;
  device_id: string;
  /** `lost` fills a number whose operation this phone no longer holds (after a restore of an old backup). */
  t: "submit" | "read" | "lost";
  /** The submission's or the notification's id. */
  id: string;
  /** Operations in a row with the same value go in one batch: they stand or fall together. */
  tx?: string;
  body: string;
  state: OpState;
  created_at: number;
  answered_at?: number;
  result?: ItemResult;
  /** The server would not read `body` (too large, malformed): this is sent in its place, so that the counter has no gap. */
  filler?: string;
  /** It was numbered anew when the phone was enrolled again. */
  renumbered?: 1;
  /** The person took the refused item off the list. */
  hidden?: 1;
}

/**
 * The phone's own proof of one operation that it handed in: which bytes went out, what the server made of them, and
 * what the server says it holds. It outlives the operation's content.
 */
export interface Receipt {
  /** `device/n`: what the server knows it by. */
  key: string;
  device_id: string;
  n: number;
  t: OutboxOp["t"];
  id: string;
  form?: string;
  /** The record that it made, edited or was about. */
  about?: string;
  /** The name that it gave, for a record that leaves the phone later. */
  name?: string;
  created_at: number;
  /** When the answer came, by the phone's clock. */
  answered_at: number;
  /** Of the bytes as they were sent, in small hexadecimals. */
  sha256: string;
  /** The newest outcome that the phone was told. */
  result: ItemResult;
  /** The first outcome, where a later one followed. */
  first?: ItemResult["s"];
  /** What `GET /sync/receipts` says. */
  confirmed?: { sha256: string; received_at: string };
  /** 1 while a later outcome is to be expected (waiting for its parent, in quarantine) or it is not confirmed yet. */
  open: 0 | 1;
  checked_at?: number;
}

export interface Draft {
  key: string;
  submission_id: string;
  form: string;
  version: number;
  /** The version that it was begun on: it is finished on it, whatever has been published since. */
  definition?: FormDefinition;
  /** The customer that the form was opened from or edits. */
  customer_id?: string;
  record?: { kind: string; id: string; base: number };
  /** The submission that it corrects. */
  revises?: string;
  /** What an edit form was prefilled with. */
  prefilled?: Answers;
  values: Answers;
  /** Positions read and not yet saved by the person, by field. */
  readings: Record<string, GpsFix>;
  /** The person typed something: a draft that was only opened is not listed. */
  touched: boolean;
  updated_at: number;
}

export type MediaState = "draft" | "waiting" | "sent" | "failed";

export interface MediaItem extends MediaClaim {
  draft_key?: string;
  submission_id?: string;
  n?: number;
  filename: string;
  captured_at: string;
  state: MediaState;
  upload_url?: string;
  sent_bytes: number;
  mismatches: number;
  error?: string;
  sent_at?: number;
  thumb?: ArrayBuffer;
  /** The person wants this one sent over any network. */
  anyway?: 1;
}

/** Pictures as bytes; films as a file of the browser, so that they never have to fit into memory. */
export interface MediaBytes { media_id: string; bytes: ArrayBuffer | Blob }

export interface StagedPage { seq?: number; page: PullPage }

/** A block of numbers and how far it is used: `next` above `to` when it is used up. */
export interface HeldLease extends NumberLease { next: number }

export interface Device extends Omit<Enrolment, "epoch" | "server_time" | "expires_at"> {
  name: string;
  login: string;
  /** When the token ends, by the phone's own clock at the time it came, and how long it was given for. */
  token_until?: number;
  token_for_ms?: number;
}

export type Trouble = "signed_out" | "pending" | "drained" | "revoked" | "wiped" | "outdated";

/** Single values, by key. */
export interface MetaValues {
  device: Device;
  epoch: string;
  cursor: string;
  /** Where the staged pages end; the next page is asked from here. */
  stage_cursor: string;
  /** The staged pages replace everything: they began without a cursor. */
  stage_whole: boolean;
  /** The kinds that the staged pages replace. */
  stage_reset: string[];
  /** Kinds whose rows differ from the server's: the next pass asks for all of them again. */
  reset_kinds: string[];
  /** When the rows were last compared with the server's; absent after a reset. */
  digest_at: number;
  /** The kinds that differed at the last comparison, for whoever looks after phones. */
  digest_found: { at: number; kinds: string[] };
  /** Number blocks, used up ones too: one that comes again must not begin anew. */
  leases: HeldLease[];
  /** When receipts were last asked for. */
  receipts_at: number;
  /** What was last told of the files that wait. */
  health_told: string;
  /** Films go over the mobile network too. */
  film_on_mobile: boolean;
  /** The last number given to an operation. */
  counter: number;
  hlc: string;
  limits: Limits;
  features: string[];
  clock_offset_ms: number;
  last_pull_at: number;
  last_push_at: number;
  first_sync_done: boolean;
  kinds: string;
  trouble: { code: Trouble; wipe?: boolean };
  key: PhoneKey;
  /** The code of an enrolment whose answer has not come yet. */
  enrolling: string;
  /** What an earlier app kept of tasks beside the outbox: it becomes forms with the next pass. */
  task_wishes: TaskWish[];
  /** Verdicts that the person has dealt with. */
  handled: string[];
  /** Function rights of the person, by their verbs; absent where the server has not told them. */
  rights: string[];
  geography: unknown;
  geography_etag: string;
  /** The units of before July 2025, once somebody has needed them. */
  geography_legacy: unknown;
}
export type MetaKey = keyof MetaValues;
interface MetaRow { key: string; value: unknown }

export class TuyenStore extends Dexie {
  rows!: Table<Row, [string, string]>;
  aliases!: Table<Alias, [string, string]>;
  staged!: Table<StagedPage, number>;
  ops!: Table<OutboxOp, string>;
  drafts!: Table<Draft, string>;
  media!: Table<MediaItem, string>;
  media_bytes!: Table<MediaBytes, string>;
  meta!: Table<MetaRow, string>;
  receipts!: Table<Receipt, string>;

  constructor(name = "tuyen") {
    super(name, { chromeTransactionDurability: "strict" });
    this.version(1).stores({
      rows: "[k+id], k",
      aliases: "[k+id]",
      staged: "++seq",
      ops: "key, n, id, state",
      drafts: "key, form, updated_at",
      media: "media_id, state, submission_id, draft_key",
      media_bytes: "media_id",
      meta: "key",
    });
    this.version(2).stores({ receipts: "key, n, id, created_at, open" });
  }

  async read<K extends MetaKey>(key: K): Promise<MetaValues[K] | undefined> {
    return (await this.meta.get(key))?.value as MetaValues[K] | undefined;
  }

  async write<K extends MetaKey>(key: K, value: MetaValues[K] | undefined): Promise<void> {
    await (value === undefined ? this.meta.delete(key) : this.meta.put({ key, value }));
  }

  /** The row, or the row that it was merged into. */
  async row(kind: string, id: string): Promise<Row | undefined> {
    return (await this.rows.get([kind, id])) ?? this.rows.get([kind, await this.mergedInto(kind, id)]);
  }

  /** Where a record lives on; its own id where it was not merged into another. */
  async mergedInto(kind: string, id: string): Promise<string> {
    const seen = new Set<string>();
    for (let at = id; ; ) {
      const alias = await this.aliases.get([kind, at]);
      if (!alias || seen.has(at)) return at;
      seen.add(at);
      at = alias.into;
    }
  }
}

/** How long the phone keeps what the server has acknowledged, to heal a server restored from a backup. */
export const KEEP_ACKNOWLEDGED_MS = 72 * 3600 * 1000;
