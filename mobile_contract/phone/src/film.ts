/** Films: how large they may be, told before one is taken, and a still of it for the lists. */
import { storageFree } from "@tuyen/sdk";

export const FILM_TYPES = ["video/mp4", "video/quicktime", "video/webm"];
/** Some three minutes as phones take them; the server takes more, a phone should not have to. */
export const MOST_FILM_MB = 200;
export const MOST_PICTURE_MB = 25;
const MB = 1_000_000;
const STILL_WITHIN_MS = 4_000;
const STILL_SIDE = 240;

export type FilmProblem = "film.too_large" | "film.type" | "film.no_room";

export async function filmProblem(file: File): Promise<FilmProblem | null> {
  if (!FILM_TYPES.includes(file.type)) return "film.type";
  if (file.size > MOST_FILM_MB * MB) return "film.too_large";
  const free = await storageFree();
  return free !== null && free < file.size * 1.2 ? "film.no_room" : null;
}

/** Undefined where this browser cannot show the film. */
export async function stillOf(file: File): Promise<ArrayBuffer | undefined> {
  const url = URL.createObjectURL(file);
  try {
    const video = document.createElement("video");
    Object.assign(video, { muted: true, playsInline: true, preload: "auto", src: url });
    const shown = new Promise<boolean>((resolve) => {
      video.onloadeddata = () => resolve(true);
      video.onerror = () => resolve(false);
      setTimeout(() => resolve(false), STILL_WITHIN_MS);
    });
    return (await shown) ? await frame(video) : undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function frame(video: HTMLVideoElement): Promise<ArrayBuffer | undefined> {
  const scale = Math.min(1, STILL_SIDE / Math.max(video.videoWidth, video.videoHeight, 1));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.max(1, video.videoWidth * scale), Math.max(1, video.videoHeight * scale)];
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.7));
  return blob?.arrayBuffer();
}
