/** What the address of the sign-in page says: which other system it offers, and what became of a way there. */

const KEPT = "tuyen.sso";

export interface SignInAddress {
  /** The system to offer, from the address or as this browser remembers it. */
  sso: string | null;
  /** Whether a second factor is still to be shown. */
  isHalf: boolean;
  /** Why the way by another system led nowhere. */
  problem: string | null;
}

export function readAddress(search: string, kept: Storage): SignInAddress {
  const query = new URLSearchParams(search);
  const named = query.get("sso");
  if (named) kept.setItem(KEPT, named);
  return { sso: named ?? kept.getItem(KEPT), isHalf: query.has("second"), problem: query.get("problem") };
}

/** Where the browser goes to sign in by another system. */
export function wayTo(sso: string): string {
  return `/api/v1/session/oidc/${encodeURIComponent(sso)}`;
}
