/** What a person calls the browser of a `User-Agent` header, such as "Chrome · Windows"; null for one unknown. */
const BROWSERS: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/coc_coc/i, "Cốc Cốc"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];

const SYSTEMS: [RegExp, string][] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux|X11/, "Linux"],
];

function first(names: [RegExp, string][], text: string): string | undefined {
  return names.find(([pattern]) => pattern.test(text))?.[1];
}

export function browserName(userAgent: string | null): string | null {
  const text = userAgent ?? "";
  const parts = [first(BROWSERS, text), first(SYSTEMS, text)].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(" · ") : null;
}
