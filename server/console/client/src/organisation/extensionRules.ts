/** What an extension of the exchange looks like; the server decides, this says it before anything is sent. */
import type { MessageKey } from "../i18n/vi";

/** What is wrong with the digits typed so far, nothing while nobody typed any. */
export function extensionFault(number: string): MessageKey | null {
  if (number === "") return null;
  if (number.startsWith("0")) return "extensions.number.zero";
  return /^[0-9]{2,8}$/.test(number) ? null : "extensions.number.wrong";
}
