/** What a phone says of itself with each push, so that somebody sees files that lie there and phones that fill up. */
import type { TuyenStore } from "./store";

export interface Health {
  /** Operations that wait, those of this batch included. */
  queue_depth: number;
  /** Files whose form was handed in and that are not with the server, and their bytes. */
  media_waiting: number;
  media_bytes: number;
  app_version?: string;
  /** Bytes that the browser would still let it keep. */
  storage_free?: number;
}

export async function healthOf(store: TuyenStore, appVersion?: string): Promise<Health> {
  const files = await store.media.where("state").anyOf("waiting", "failed").toArray();
  const free = await storageFree();
  return {
    queue_depth: await store.ops.where("state").equals("waiting").count(),
    media_waiting: files.length, media_bytes: files.reduce((sum, file) => sum + file.size - file.sent_bytes, 0),
    ...(appVersion === undefined ? {} : { app_version: appVersion }), ...(free === null ? {} : { storage_free: free }),
  };
}

/** Null where the browser does not say. */
export async function storageFree(): Promise<number | null> {
  if (typeof navigator === "undefined" || !("storage" in navigator) || !navigator.storage?.estimate) return null;
  const { usage, quota } = await navigator.storage.estimate();
  return usage === undefined || quota === undefined ? null : Math.max(0, quota - usage);
}
