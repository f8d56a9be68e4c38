/**
 * What the phone keeps: one IndexedDB database. Every transaction is asked to reach the disk before it reports success
 * ("strict" durability), because the person is told "kept" at that moment.
 */
import Dexie, { type Table } from "dexie";

import type { PhoneKey } from "./keys";
import type { Answers, Enrolment, GpsFix, ItemResult, Limits, MediaClaim, PullPage } from "./types";

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

export interface Draft {
  key: string;
  submission_id: string;
  form: string;
  version: number;
  /** The customer that the form was opened from or edits. */
  customer_id?: string;
  record?: { kind: string; id: string; base: number };
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
}

export interface MediaBytes { media_id: string; bytes: ArrayBuffer }

export interface StagedPage { seq?: number; page: PullPage }

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
  /** Verdicts that the person has dealt with. */
  handled: string[];
  geography: unknown;
  geography_etag: string;
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
  }

  async read<K extends MetaKey>(key: K): Promise<MetaValues[K] | undefined> {
    return (await this.meta.get(key))?.value as MetaValues[K] | undefined;
  }

  async write<K extends MetaKey>(key: K, value: MetaValues[K] | undefined): Promise<void> {
    await (value === undefined ? this.meta.delete(key) : this.meta.put({ key, value }));
  }

  /** The row, or the row that it was merged into. */
  async row(kind: string, id: string): Promise<Row | undefined> {
    const row = await this.rows.get([kind, id]);
    if (row) return row;
    const alias = await this.aliases.get([kind, id]);
    return alias ? this.rows.get([kind, alias.into]) : undefined;
  }
}

/** How long the phone keeps what the server has acknowledged, to heal a server restored from a backup. */
export const KEEP_ACKNOWLEDGED_MS = 72 * 3600 * 1000;
