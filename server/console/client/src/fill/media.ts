/** Sending files of a form to the server: tus 1.0 over the session. */
import { hashOf, newId } from "@tuyen/sdk";
import { sendBytes } from "../api/client";

const CHUNK_BYTES = 2 * 1024 * 1024;

/** How a submission names a file. */
export interface Claim {
  media_id: string;
  field: string;
  sha256: string;
  size: number;
  type: string;
}

function metadata(members: Record<string, string>): string {
  return Object.entries(members).map(([name, value]) => `${name} ${btoa(unescapeUtf8(value))}`).join(",");
}

/** The bytes of a text as one-byte letters, which is what btoa takes. */
function unescapeUtf8(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}

/** What the file is called in the submission, with its hash; nothing is sent yet. */
export async function claimOf(file: File, field: string): Promise<Claim> {
  return { media_id: newId(), field, sha256: await hashOf(file), size: file.size, type: file.type };
}

/** Sends every byte of the file; `onSent` is told how many are safe. Throws `Problem`. */
export async function sendFile(file: File, claim: Claim, onSent: (bytes: number) => void): Promise<void> {
  const created = await sendBytes("/media", "POST", {
    "Tus-Resumable": "1.0.0",
    "Upload-Length": String(file.size),
    "Upload-Metadata": metadata({
      media_id: claim.media_id,
      sha256: claim.sha256,
      filetype: claim.type,
      captured_at: new Date(file.lastModified).toISOString(),
    }),
  });
  const place = new URL(created.headers.get("Location") ?? "", location.href).pathname.replace(/^\/api\/v1/, "");
  let sent = Number(created.headers.get("Upload-Offset") ?? 0);
  while (sent < file.size) {
    const headers = { "Tus-Resumable": "1.0.0", "Upload-Offset": String(sent), "Content-Type": "application/offset+octet-stream" };
    const answer = await sendBytes(place, "PATCH", headers, file.slice(sent, sent + CHUNK_BYTES));
    sent = Number(answer.headers.get("Upload-Offset") ?? sent + CHUNK_BYTES);
    onSent(sent);
  }
}
