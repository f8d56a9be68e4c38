/**
 * Pictures and files: kept with their sha-256 from the moment they are attached, sent by tus 1.0 after the text of
 * their submission, resumed where the line broke, begun anew when the server's hash differs.
 */
import type { Http } from "./http";
import { newId } from "./ids";
import { HttpProblem, NotKept, TryLater, Unreachable } from "./problems";
import { hashOf } from "./sha256";
import { KEEP_ACKNOWLEDGED_MS, type MediaItem, type TuyenStore } from "./store";
import { fetchStack } from "./tus_stack";

export interface Attachment {
  draftKey: string;
  field: string;
  /** A film as the browser's own file: it never has to fit into memory. */
  bytes: ArrayBuffer | Blob;
  type: string;
  filename: string;
  /** RFC 3339. */
  capturedAt: string;
  thumb?: ArrayBuffer;
}

/** A line that breaks loses at most this much of an upload. */
const CHUNK_BYTES = 512 * 1024;
const FILM_CHUNK_BYTES = 2 * 1024 * 1024;
const MOST_MISMATCHES = 5;
const HASH_MISMATCH = 460;

/** Keep a file with a draft. Resolves when it is on the disk. */
export async function attach(store: TuyenStore, attachment: Attachment): Promise<MediaItem> {
  const { draftKey, field, bytes, type, filename, capturedAt, thumb } = attachment;
  const item: MediaItem = {
    media_id: newId(), field, sha256: await hashOf(bytes), size: bytes instanceof Blob ? bytes.size : bytes.byteLength, type, filename,
    captured_at: capturedAt, draft_key: draftKey, state: "draft", sent_bytes: 0, mismatches: 0, thumb,
  };
  try {
    await store.transaction("rw", [store.media, store.media_bytes], async () => {
      await store.media_bytes.put({ media_id: item.media_id, bytes });
      await store.media.put(item);
    });
  } catch (error) {
    const quota = [error, (error as { inner?: unknown }).inner].some((e) => (e as Error | null)?.name === "QuotaExceededError");
    throw quota ? new NotKept("storage_full", error) : error;
  }
  return item;
}

/** Drop a file of a draft; one that belongs to a submission stays. */
export async function detach(store: TuyenStore, mediaId: string): Promise<void> {
  await store.transaction("rw", [store.media, store.media_bytes], async () => {
    if ((await store.media.get(mediaId))?.state !== "draft") return;
    await store.media.delete(mediaId);
    await store.media_bytes.delete(mediaId);
  });
}

export function isFilm(item: Pick<MediaItem, "type">): boolean {
  return item.type.startsWith("video/");
}

interface NetworkInformation { type?: string; saveData?: boolean }

/** The line is paid by the byte, where the browser says so; where it does not, the person's plan is not known. */
export function onMobileData(): boolean {
  const connection = typeof navigator === "undefined" ? undefined : (navigator as { connection?: NetworkInformation }).connection;
  return connection?.type === "cellular" || connection?.saveData === true;
}

/** Whether a file is held back until the phone is on Wi-Fi. */
export function waitsForWifi(item: MediaItem, filmOnMobile: boolean, mobile = onMobileData()): boolean {
  return mobile && !filmOnMobile && isFilm(item) && item.anyway === undefined;
}

/**
 * The files whose text has been answered and which are not yet with the server: pictures before films, small ones
 * first; films only over Wi-Fi unless the person said otherwise.
 */
export async function uploadable(store: TuyenStore, mobile = onMobileData()): Promise<MediaItem[]> {
  const items = await store.media.where("state").equals("waiting").sortBy("n");
  const ops = await store.ops.bulkGet(items.map((item) => `submit:${item.submission_id}`));
  const filmOnMobile = (await store.read("film_on_mobile")) === true;
  return items
    .filter((item, index) => ops[index]?.state !== "waiting" && !waitsForWifi(item, filmOnMobile, mobile))
    .sort((a, b) => Number(isFilm(a)) - Number(isFilm(b)) || a.size - b.size);
}

export type UploadProgress = (item: MediaItem, sentBytes: number) => void;

/**
 * Send one file; resolves when the server holds every byte with the right hash, or when the file is given up
 * (`failed`: its bytes stay here). Raises `Unreachable`, `TryLater`, `HttpProblem` (401, 403).
 */
export async function upload(
  store: TuyenStore, http: Http, item: MediaItem, progress: UploadProgress = () => undefined,
): Promise<void> {
  const kept = await store.media_bytes.get(item.media_id);
  // Before the first byte and after a mismatch; reading a film through for every attempt would empty the battery.
  const unsure = item.upload_url === undefined || item.mismatches > 0;
  if (!kept || (unsure && (await hashOf(kept.bytes)) !== item.sha256)) {
    await store.media.update(item.media_id, { state: "failed", error: "bytes_lost" });
    return;
  }
  try {
    const url = item.upload_url ?? (await create(store, http, item));
    await send(http, url, item, kept.bytes, progress);
    await store.media.update(item.media_id, { state: "sent", sent_bytes: item.size, sent_at: Date.now(), error: undefined });
  } catch (error) {
    await afterFailure(store, http, item, error);
  }
}

async function create(store: TuyenStore, http: Http, item: MediaItem): Promise<string> {
  const response = await http.sendRenewing("POST", "/media", {
    headers: {
      ...(await http.headers()), "Tus-Resumable": "1.0.0", "Upload-Length": String(item.size),
      "Upload-Metadata": metadata(item),
    },
  });
  const location = response.headers.get("Location");
  if (!location) throw new Unreachable("no Location");
  const url = absolute(location, response.url);
  await store.media.update(item.media_id, { upload_url: url });
  return url;
}

function metadata(item: MediaItem): string {
  const pairs = {
    media_id: item.media_id, sha256: item.sha256, submission_id: item.submission_id ?? "", filename: item.filename,
    filetype: item.type, captured_at: item.captured_at,
  };
  return Object.entries(pairs).map(([key, value]) => `${key} ${base64(value)}`).join(",");
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** Uploads are addressed by path, so that a server that moves to another name finds them again. */
function absolute(location: string, base: string): string {
  try {
    const url = new URL(location, base || undefined);
    return url.pathname + url.search;
  } catch {
    return location;
  }
}

async function send(http: Http, url: string, item: MediaItem, bytes: ArrayBuffer | Blob, progress: UploadProgress): Promise<void> {
  const { Upload } = await import("tus-js-client");
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(new Blob([bytes], { type: item.type }), {
      uploadUrl: url, chunkSize: isFilm(item) ? FILM_CHUNK_BYTES : CHUNK_BYTES, retryDelays: null, storeFingerprintForResuming: false,
      httpStack: fetchStack(http.fetch),
      // A large film takes longer than a token holds: each piece goes with the present one.
      onBeforeRequest: async (request) => {
        for (const [name, value] of Object.entries(await http.headers())) request.setHeader(name, value);
      },
      onChunkComplete: (_size, accepted) => progress(item, accepted),
      onSuccess: () => resolve(),
      onError: reject,
    });
    upload.start();
  });
}

async function afterFailure(store: TuyenStore, http: Http, item: MediaItem, error: unknown): Promise<void> {
  const status = error instanceof HttpProblem ? error.status : answeredStatus(error);
  if (status === null) throw error instanceof Unreachable ? error : new Unreachable(error);
  if (status === 401 && !(error instanceof HttpProblem) && (await changedToken(http))) throw new TryLater(0);
  if (status === 401 || status === 403) {
    throw error instanceof HttpProblem ? error : new HttpProblem(status, { status, code: `http_${status}` });
  }
  if (status === HASH_MISMATCH) return startOver(store, item);
  if (status === 404 || status === 410) {
    // The upload has expired on the server: make another.
    await store.media.update(item.media_id, { upload_url: undefined, sent_bytes: 0, mismatches: item.mismatches + 1 });
    if (item.upload_url && item.mismatches < MOST_MISMATCHES) throw new TryLater(0);
  }
  if (status < 400 || status === 408 || status === 409 || status === 423 || status === 429 || status >= 500) throw new TryLater();
  await store.media.update(item.media_id, { state: "failed", error: `http_${status}` });
}

async function changedToken(http: Http): Promise<boolean> {
  const used = (await http.headers()).Authorization?.replace("Bearer ", "");
  const fresh = await http.renew(used);
  return fresh !== undefined && fresh !== used;
}

/** The bytes arrived changed: the server is back at offset 0, the same url takes them again. */
async function startOver(store: TuyenStore, item: MediaItem): Promise<void> {
  const mismatches = item.mismatches + 1;
  const giveUp = mismatches >= MOST_MISMATCHES;
  await store.media.update(item.media_id, {
    mismatches, sent_bytes: 0, ...(giveUp ? { state: "failed" as const, error: "hash_mismatch" } : {}),
  });
  if (!giveUp) throw new TryLater(0);
}

/** The status in an error of tus-js-client; null where no answer came. */
function answeredStatus(error: unknown): number | null {
  const response = (error as { originalResponse?: { getStatus(): number } | null } | null)?.originalResponse;
  return response ? response.getStatus() : null;
}

/** Send this film over any network. */
export async function sendAnyway(store: TuyenStore, mediaId: string): Promise<void> {
  await store.media.update(mediaId, { anyway: 1 });
}

/** Try a given-up file again. */
export async function retryMedia(store: TuyenStore, mediaId: string): Promise<void> {
  await store.media.update(mediaId, { state: "waiting", mismatches: 0, error: undefined, upload_url: undefined });
}

const KEEP_THUMBS_MS = 30 * 24 * 3_600_000;

/** Free the room of files that the server has held for 72 hours, and of their thumbnails after 30 days. */
export async function dropSentBytes(store: TuyenStore, now = Date.now()): Promise<void> {
  const sent = await store.media.where("state").equals("sent").toArray();
  const older = (ms: number) => sent.filter((item) => (item.sent_at ?? now) < now - ms).map((item) => item.media_id);
  await store.media_bytes.bulkDelete(older(KEEP_ACKNOWLEDGED_MS));
  await store.media.bulkDelete(older(KEEP_THUMBS_MS));
}
