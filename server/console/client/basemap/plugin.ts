import type { Plugin } from "vite";
import { generateBasemap } from "./generate";

const NAME = "virtual:basemap";
const RESOLVED = `\0${NAME}`;

/** Gives `import("virtual:basemap")`: the outlines as a chunk of their own, made when the console is built. */
export function basemapPlugin(): Plugin {
  return {
    name: "tuyen-basemap",
    resolveId: (id) => (id === NAME ? RESOLVED : undefined),
    load: (id) => {
      if (id !== RESOLVED) return undefined;
      // A string parses faster than an object literal of this size.
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(generateBasemap()))});`;
    },
  };
}
