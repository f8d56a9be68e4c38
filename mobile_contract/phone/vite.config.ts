import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

import { firstLoad } from "./budget.ts";
import manifest from "./package.json" with { type: "json" };

export default defineConfig({
  base: "/phone/",
  define: { __APP_VERSION__: JSON.stringify(manifest.version) },
  build: { target: "es2022", sourcemap: true, assetsInlineLimit: 0 },
  plugins: [
    react(),
    firstLoad(140),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      // The page offers a new version and the person takes it: never under a form that is being filled in.
      registerType: "prompt",
      injectRegister: false,
      injectManifest: { globPatterns: ["**/*.{js,css,html,woff2,svg,png}"] },
      manifest: {
        id: "/phone/",
        name: "Tuyen – Sổ tay thị trường",
        short_name: "Tuyen",
        description: "Đi tuyến, chăm sóc khách hàng và điền biểu mẫu, có mạng hay không.",
        lang: "vi",
        start_url: "/phone/",
        scope: "/phone/",
        display: "standalone",
        orientation: "portrait",
        background_color: "#f5f3ee",
        theme_color: "#0b6b57",
        icons: [
          { src: "icons/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "icons/icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
          { src: "icons/icon.svg", sizes: "any", type: "image/svg+xml" },
        ],
      },
    }),
  ],
});
