import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { basemapPlugin } from "./basemap/plugin";

/** Where `vite` in development finds the server that it forwards API calls to. */
const DEVELOPMENT_SERVER = "http://127.0.0.1:8700";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/console/",
  plugins: [react(), basemapPlugin()],
  worker: { format: "es" },
  build: { outDir: "dist", target: "es2022", chunkSizeWarningLimit: 1200 },
  server: { proxy: { "/api": { target: DEVELOPMENT_SERVER } } },
});
