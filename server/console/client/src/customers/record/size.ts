import type { Translate } from "../../i18n/translate";
import { formatNumber } from "../../ui/format";

/** A number of bytes as people read it: 820 B, 12 KB, 3,4 MB. */
export function sizeText(bytes: number, t: Translate): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${formatNumber(bytes / 1_000, 0, t)} KB`;
  return `${formatNumber(bytes / 1_000_000, 1, t)} MB`;
}
