import { defineConfig } from "vitest/config";

export default defineConfig({
  // Tests upload with the browser build of tus: the one that phones run.
  resolve: { alias: { "tus-js-client": "tus-js-client/lib.esm/browser/index.js" } },
  test: {
    include: ["mobile_contract/**/*.test.{ts,tsx}", "server/console/client/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    environment: "node",
    passWithNoTests: false,
    restoreMocks: true,
    setupFiles: ["fake-indexeddb/auto"],
    maxWorkers: 1,
  },
});
