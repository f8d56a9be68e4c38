/** Vietnamese words as people type them in a hurry: lower case, without accents. */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .replace(/đ/g, "d")
    .replace(/Đ/g, "D")
    .toLowerCase()
    .trim();
}

/** Whether every word that was typed begins or stands in the text, accents aside. */
export function matches(text: string, typed: string): boolean {
  const place = fold(text);
  return fold(typed)
    .split(/\s+/)
    .every((word) => place.includes(word));
}

/** Two letters of a Vietnamese name: those of the middle and the given name, which come last. */
export function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .slice(-2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
}
