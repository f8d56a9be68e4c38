/** The text with a merge field in place of what is marked, and where the cursor goes then. Pure. */
export function withField(text: string, from: number, to: number, name: string): { text: string; cursor: number } {
  const written = `{{${name}}}`;
  return { text: text.slice(0, from) + written + text.slice(to), cursor: from + written.length };
}
