/** Vietnamese telephone numbers, however they are written. */

/** The prefixes of eleven-digit mobile numbers that became ten-digit ones in 2018. */
const PREFIXES_OF_2018: Record<string, string> = {
  "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",
  "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",
  "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39",
  "186": "56", "188": "58", "199": "59",
};

/** Digits alone as they are compared: without +84, 84 or the leading 0, old mobile prefixes as the new ones. */
export function nationalNumber(text: string): string {
  const digits = text.replace(/\D/g, "");
  const international = /^\s*(\+|00)/.test(text) || /^84\d{9,10}$/.test(digits);
  const national = (international ? digits.replace(/^(00)?84/, "") : digits).replace(/^0/, "");
  const renewed = national.length === 10 ? PREFIXES_OF_2018[national.slice(0, 3)] : undefined;
  return renewed ? renewed + national.slice(3) : national;
}

/** As people write it: `0905 111 222`; what is no Vietnamese number stays as it is. */
export function spokenNumber(text: string): string {
  const national = nationalNumber(text);
  return /^[35789]\d{8}$/.test(national) ? `0${national.slice(0, 3)} ${national.slice(3, 6)} ${national.slice(6)}` : text;
}

/** What a `tel:` link dials. */
export function dialled(text: string): string {
  return text.replace(/[^\d+]/g, "");
}

/**
 * The link that calls through an organisation's telephone exchange: its address with the number in the place of `{phone}`
 * and the caller's own in that of `{extension}`; none where the exchange asks for an extension and the caller has none.
 */
export function exchangeLink(address: string, phone: string, extension: string | null | undefined): string | null {
  if (address.includes("{extension}") && !extension) return null;
  const told: Record<string, string> = { phone: dialled(phone), extension: extension ?? "" };
  return address.replace(/\{(phone|extension)\}/g, (_, name: string) => encodeURIComponent(told[name] ?? ""));
}
