/** Asking the browser for a passkey; the server's options and the answers are JSON with base64url for bytes. */

type Json = Record<string, unknown>;

/** The person closed the browser's question, or has no passkey at hand. */
export class NoPasskey extends Error {}

export const hasPasskeys = typeof window !== "undefined" && "PublicKeyCredential" in window;

export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export function toText(bytes: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function descriptors(found: unknown): PublicKeyCredentialDescriptor[] {
  return ((found ?? []) as { id: string }[]).map(({ id }) => ({ type: "public-key", id: toBytes(id) }));
}

async function asked(question: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await question;
    if (credential instanceof PublicKeyCredential) return credential;
  } catch {
    // Left by the person, or nothing that fits: the same to us.
  }
  throw new NoPasskey();
}

function answerOf(credential: PublicKeyCredential, response: Record<string, ArrayBuffer | null>): Json {
  const parts = Object.entries(response).flatMap(([name, bytes]) => (bytes === null ? [] : [[name, toText(bytes)]]));
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: Object.fromEntries(parts) as Json,
    clientExtensionResults: {},
  };
}

/** Lets the browser make a passkey. */
export async function makePasskey(options: Json): Promise<Json> {
  const user = options.user as { id: string; name: string; displayName: string };
  const publicKey = {
    ...options,
    challenge: toBytes(options.challenge as string),
    user: { ...user, id: toBytes(user.id) },
    excludeCredentials: descriptors(options.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
  const credential = await asked(navigator.credentials.create({ publicKey }));
  const { clientDataJSON, attestationObject } = credential.response as AuthenticatorAttestationResponse;
  return answerOf(credential, { clientDataJSON, attestationObject });
}

/** Lets the person show one of his passkeys. */
export async function showPasskey(options: Json): Promise<Json> {
  const publicKey = {
    ...options,
    challenge: toBytes(options.challenge as string),
    allowCredentials: descriptors(options.allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions;
  const credential = await asked(navigator.credentials.get({ publicKey }));
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response as AuthenticatorAssertionResponse;
  return answerOf(credential, { clientDataJSON, authenticatorData, signature, userHandle });
}
