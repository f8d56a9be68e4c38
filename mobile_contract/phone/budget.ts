/** The first load on a cheap phone: page, script, styles and what they import at once, as they travel (gzip). */
import { gzipSync } from "node:zlib";

import type { Plugin } from "vite";

const KILO = 1000;

/** The style sheets that a script brings with it; vite notes them beside the chunk. */
function styleSheetsOf(chunk: unknown): Set<string> {
  return (chunk as { viteMetadata?: { importedCss: Set<string> } } | undefined)?.viteMetadata?.importedCss ?? new Set();
}

/** Fails the build when the first load is larger than `most` kilobytes. */
export function firstLoad(most: number): Plugin {
  return {
    name: "first-load",
    apply: "build",
    generateBundle(_, bundle) {
      const entries = Object.values(bundle).filter((each) => each.type === "chunk" && each.isEntry);
      const names = new Set<string>();
      const take = (name: string): void => {
        const chunk = bundle[name];
        if (names.has(name) || chunk?.type !== "chunk") return;
        names.add(name);
        for (const imported of chunk.imports) take(imported);
      };
      for (const entry of entries) take(entry.fileName);
      const scripts = [...names].map((name) => bundle[name]).flatMap((each) => (each?.type === "chunk" ? [each.code] : []));
      const sheets = new Set([...names].flatMap((name) => [...styleSheetsOf(bundle[name])]));
      const styles = Object.values(bundle).flatMap((each) => (each.type === "asset" && sheets.has(each.fileName) ? [each.source] : []));
      const size = [...scripts, ...styles].reduce((sum, part) => sum + gzipSync(part).length, 0) / KILO;
      if (!scripts.length || !styles.length) this.error("the first load cannot be weighed");
      if (size > most) this.error(`the first load is ${size.toFixed(1)} kB, more than ${most} kB: let a screen come later`);
      this.info(`first load ${size.toFixed(1)} kB of ${most} kB`);
    },
  };
}
