/** Vietnamese text: the folded form in which it is searched. */

const MARKS = /\p{Mn}/gu;

/** Lower case without diacritics, đ as d: `Đường` and `duong` fold to the same. The server folds alike. */
export function fold(text: string): string {
  return text.replace(/đ/g, "d").replace(/Đ/g, "D").normalize("NFD").replace(MARKS, "").toLowerCase();
}

/** Lower case in the composed form, diacritics kept. */
export function plain(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
