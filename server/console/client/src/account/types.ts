/** Answers about one's own account and single sign-on. */
import type { Named, Session } from "../api/types";

/** The password was right; one of these is still to be shown. */
export interface HalfSession {
  second_factor: ("totp" | "recovery" | "passkey")[];
  csrf: string;
}

export function isHalf(answer: Session | HalfSession): answer is HalfSession {
  return "second_factor" in answer;
}

export interface NewTotp {
  secret: string;
  uri: string;
  qr_svg: string;
}

export interface RecoveryCodes {
  recovery_codes: string[];
}

export interface Passkey extends Named {
  created_at: string;
  last_used_at: string | null;
}

export interface OwnSession {
  id: string;
  created_at: string;
  last_seen_at: string;
  ip: string | null;
  user_agent: string | null;
  current: boolean;
}

export interface OfferedProvider extends Named {
  linked: boolean;
}

export interface Provider extends Named {
  issuer: string;
  client_id: string;
  redirect_uri: string;
  sign_in_url: string;
  created_at: string;
}
