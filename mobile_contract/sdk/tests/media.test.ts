import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { attach, detach, dropSentBytes, retryMedia, sendAnyway, uploadable } from "../src/media";
import { push } from "../src/push";
import { KEEP_ACKNOWLEDGED_MS } from "../src/store";
import type { MediaItem } from "../src/store";
import { bytesOf, engineOf, handIn, phone, reopened, type Phone } from "./phone";
import { Dropped } from "./simulated_server";

const SIZE = 1_300_000;

describe("pictures", () => {
  let p: Phone;
  let photo: MediaItem;
  beforeEach(async () => {
    p = await phone();
    photo = await attach(p.store, { draftKey: "d", field: "photos", bytes: bytesOf(SIZE), type: "image/jpeg", filename: "biển hiệu.jpg", capturedAt: "2026-11-21T08:00:00+07:00" });
  });

  const state = async () => (await p.store.media.get(photo.media_id))?.state;
  const send = async () => {
    const engine = engineOf(p);
    await engine.request();
    engine.stop();
    return engine.state();
  };

  it("go after the text, byte for byte", async () => {
    await handIn(p, {}, { photos: [photo.media_id] });
    await send();
    const order = p.server.calls.map((call) => call.path.split("/")[1]);
    expect(order.indexOf("sync")).toBeLessThan(order.indexOf("media"));
    expect(p.server.uploads.get(photo.media_id)).toMatchObject({ done: true, length: SIZE });
    expect(await state()).toBe("sent");
    const metadata = p.server.calls.find((call) => call.path === "/media")?.headers.get("Upload-Metadata") ?? "";
    expect(metadata).toContain(`filename ${Buffer.from("biển hiệu.jpg").toString("base64")}`);
  });

  it("wait while their text has not been answered", async () => {
    await handIn(p, {}, { photos: [photo.media_id] });
    expect(await uploadable(p.store)).toEqual([]);
    p.server.before = (call) => {
      if (call.path === "/sync/push") throw new Dropped("no line");
      return undefined;
    };
    await send();
    expect(p.server.uploads.size).toBe(0);
  });

  it("go on where the line broke, in another life of the tab", async () => {
    await handIn(p, {}, { photos: [photo.media_id] });
    let patches = 0;
    p.server.before = (call) => {
      if (call.method === "PATCH" && ++patches === 2) throw new Dropped("cut");
      return undefined;
    };
    await send();
    const had = p.server.uploads.get(photo.media_id)?.bytes.length ?? 0;
    expect(had).toBeGreaterThan(0);
    expect(await state()).toBe("waiting");
    p = reopened(p);
    const from = p.server.calls.length;
    await send();
    const offsets = p.server.calls.slice(from).filter((call) => call.method === "PATCH").map((call) => Number(call.headers.get("Upload-Offset")));
    expect(offsets[0]).toBe(had);
    expect(p.server.calls.slice(from).some((call) => call.path === "/media")).toBe(false);
    expect(p.server.uploads.get(photo.media_id)?.done).toBe(true);
  });

  it("start over when the server's hash differs", async () => {
    await handIn(p, {}, { photos: [photo.media_id] });
    let spoil = true;
    p.server.after = (call) => {
      const upload = p.server.uploads.get(photo.media_id);
      if (call.method === "PATCH" && spoil && upload && !upload.done && upload.bytes.length > 0) {
        upload.bytes = Uint8Array.from(upload.bytes, (byte, i) => (i === 0 ? byte ^ 1 : byte));
        spoil = false;
      }
    };
    await send();
    expect(await p.store.media.get(photo.media_id)).toMatchObject({ state: "waiting", mismatches: 1 });
    await send();
    expect(p.server.uploads.get(photo.media_id)?.done).toBe(true);
    expect(await state()).toBe("sent");
  });

  it("are made anew on the server when the upload has expired", async () => {
    await handIn(p, {}, { photos: [photo.media_id] });
    await p.store.media.update(photo.media_id, { upload_url: "/api/v1/media/uploads/expired" });
    await send();
    await send();
    expect(p.server.uploads.get(photo.media_id)?.done).toBe(true);
  });

  it("are given up, and said so, when their bytes are gone; another try is the person's", async () => {
    await handIn(p, {}, { photos: [photo.media_id] });
    await p.store.media_bytes.put({ media_id: photo.media_id, bytes: bytesOf(SIZE, 8) });
    await send();
    expect(await p.store.media.get(photo.media_id)).toMatchObject({ state: "failed", error: "bytes_lost" });
    await p.store.media_bytes.put({ media_id: photo.media_id, bytes: bytesOf(SIZE) });
    await retryMedia(p.store, photo.media_id);
    await send();
    expect(await state()).toBe("sent");
  });

  it("keep a bad one from stopping a good one", async () => {
    const other = await attach(p.store, { draftKey: "d", field: "photos", bytes: bytesOf(1000), type: "image/jpeg", filename: "b.jpg", capturedAt: "2026-11-21T08:00:00+07:00" });
    await handIn(p, {}, { photos: [photo.media_id, other.media_id] });
    p.server.before = (call) => (call.path.endsWith(photo.media_id) ? new Response(null, { status: 500 }) : undefined);
    await send();
    expect((await p.store.media.get(other.media_id))?.state).toBe("sent");
    expect(await state()).toBe("waiting");
  });

  it("stay after they were sent, for 72 hours, and of a submission cannot be detached", async () => {
    await handIn(p, {}, { photos: [photo.media_id] });
    await detach(p.store, photo.media_id);
    await send();
    await dropSentBytes(p.store);
    expect(await p.store.media_bytes.count()).toBe(1);
    await dropSentBytes(p.store, Date.now() + KEEP_ACKNOWLEDGED_MS + 1000);
    expect(await p.store.media_bytes.count()).toBe(0);
    expect(await state()).toBe("sent");
  });
});

describe("films", () => {
  let p: Phone;
  beforeEach(async () => {
    p = await phone();
  });
  const add = (type: string, size: number) =>
    attach(p.store, { draftKey: "d", field: "photos", bytes: new Blob([bytesOf(size)], { type }), type, filename: "f", capturedAt: "2026-11-21T08:00:00+07:00" });
  const send = async () => {
    const engine = engineOf(p);
    await engine.request();
    engine.stop();
  };
  const line = (type: string) => vi.stubGlobal("navigator", { connection: { type } });
  afterEach(() => vi.unstubAllGlobals());

  it("go after the pictures, and the small pictures first", async () => {
    const [film, large, small] = [await add("video/mp4", 10), await add("image/jpeg", 900), await add("image/jpeg", 50)];
    await handIn(p, {}, { photos: [film.media_id, large.media_id, small.media_id] });
    await push(p.store, p.http);
    expect((await uploadable(p.store)).map((item) => item.media_id)).toEqual([small, large, film].map((item) => item.media_id));
  });

  it("wait for Wi-Fi on a mobile line, pictures do not", async () => {
    const [film, picture] = [await add("video/mp4", 300_000), await add("image/jpeg", 900)];
    await handIn(p, {}, { photos: [film.media_id, picture.media_id] });
    line("cellular");
    await send();
    expect([...p.server.uploads.keys()]).toEqual([picture.media_id]);
    line("wifi");
    await send();
    expect(p.server.uploads.get(film.media_id)?.done).toBe(true);
  });

  it.each(["the setting", "this one film"])("go over a mobile line where the person says so for %s", async (what) => {
    const film = await add("video/mp4", 5_000_000);
    await handIn(p, {}, { photos: [film.media_id] });
    if (what === "the setting") await p.store.write("film_on_mobile", true);
    else await sendAnyway(p.store, film.media_id);
    line("cellular");
    await send();
    expect(p.server.uploads.get(film.media_id)?.done).toBe(true);
    expect(p.server.calls.filter((call) => call.method === "PATCH")).toHaveLength(3);
  });

  it("are kept when the server will not have them, with the reason", async () => {
    const film = await add("video/mp4", 1000);
    await handIn(p, {}, { photos: [film.media_id] });
    p.server.before = (call) => (call.path === "/media" ? new Response(null, { status: 413 }) : undefined);
    await send();
    expect(await p.store.media.get(film.media_id)).toMatchObject({ state: "failed", error: "http_413" });
    expect(await p.store.media_bytes.get(film.media_id)).toBeDefined();
  });
});
