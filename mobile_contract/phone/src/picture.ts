/** Pictures as they are kept: the camera's own bytes where they are small, else a JPEG of at most 1,600 pixels. */

export interface Picture { bytes: ArrayBuffer; type: string; thumb: ArrayBuffer | undefined }

const KEEP_UP_TO_BYTES = 2_000_000;
const LONGEST_SIDE = 1600;
const THUMB_SIDE = 240;

/** A picture that this browser cannot decode is kept as it is, without a thumbnail. */
export async function preparePicture(file: File): Promise<Picture> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!bitmap) return { bytes: await file.arrayBuffer(), type: file.type || "application/octet-stream", thumb: undefined };
  try {
    const thumb = await jpeg(bitmap, THUMB_SIDE, 0.7);
    if (file.size <= KEEP_UP_TO_BYTES) return { bytes: await file.arrayBuffer(), type: file.type, thumb };
    return { bytes: await jpeg(bitmap, LONGEST_SIDE, 0.85), type: "image/jpeg", thumb };
  } finally {
    bitmap.close();
  }
}

async function jpeg(bitmap: ImageBitmap, longestSide: number, quality: number): Promise<ArrayBuffer> {
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  if (!blob) throw new Error("no picture");
  return blob.arrayBuffer();
}
