/** What the console knows of phones and of the codes that enrol them. */
import { queryOptions } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Device, Named, Page } from "../api/types";

export type PhoneState = "pending" | "active" | "drain" | "revoked" | "wiped";

export interface Phone extends Device {
  match_code: string | null;
  drain_until: string | null;
  copied: boolean;
  wipe_ordered_at: string | null;
  wipe_confirmed_at: string | null;
}

export interface MadeCode {
  id: string;
  code: string;
  url: string;
  qr_svg: string;
  expires_at: string;
}

export interface Code {
  id: string;
  employee: Named;
  state: "open" | "used" | "over" | "spent";
  made_at: string;
  expires_at: string;
  used_at: string | null;
}

const LOOK_AGAIN_MS = 5_000;

export const codesQuery = (employeeId: string) =>
  queryOptions({
    queryKey: ["enrolment-codes", employeeId],
    queryFn: ({ signal }) => call<Page<Code>>("/enrolment-codes", { query: { employee_id: employeeId }, signal }),
    refetchInterval: LOOK_AGAIN_MS,
  });

/** What a person may do with a phone in a state, in the order in which it is offered. */
export function offered(phone: Pick<Phone, "state" | "copied">): PhoneState[] {
  const steps: Record<string, PhoneState[]> = {
    pending: ["active", "revoked"],
    active: ["drain", "revoked", "wiped"],
    drain: phone.copied ? ["revoked", "wiped"] : ["active", "revoked", "wiped"],
    revoked: ["drain", "wiped"],
  };
  return steps[phone.state] ?? [];
}

/** A code in groups of four, as people read it out. */
export function legibleCode(code: string): string {
  const [tenant = "", letters = ""] = code.split(".");
  return `${tenant}.${letters.replace(/(.{4})(?=.)/g, "$1 ")}`;
}

/** 14:59 until then, null when it is over. */
export function timeLeft(until: string, now: Date): string | null {
  const seconds = Math.floor((Date.parse(until) - now.getTime()) / 1_000);
  if (seconds <= 0) return null;
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
