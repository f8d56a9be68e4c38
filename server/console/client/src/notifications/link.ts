/** The page of the console that a notification leads to; null when it leads nowhere in the console. */
export function consolePath(link: string | null): string | null {
  if (link === null) return null;
  if (link.startsWith("/console/")) return link.slice("/console".length);
  const submission = /^\/?submissions?[/:]([\w-]+)$/.exec(link);
  if (submission) return `/submissions?range=custom&submission=${submission[1]}`;
  const record = /^\/?(customer|route|task|ticket)s?[/:]([\w-]+)(\?tab=\w+)?$/.exec(link);
  return record ? `/${record[1]}s/${record[2]}${record[3] ?? ""}` : null;
}
