import { resolve } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const web = resolve(import.meta.dirname, "../..");
const assets = resolve(web, process.env.TESSERA_ASSETS_DIR ?? "../target/assets");
const server = "http://127.0.0.1:8080";

export default defineConfig({
  root: import.meta.dirname,
  base: "/admin/",
  plugins: [tanstackRouter({ target: "react", autoCodeSplitting: true }), react(), tailwindcss()],
  build: {
    outDir: resolve(assets, "admin"),
    emptyOutDir: true,
    target: ["chrome111", "safari16.4", "firefox128"],
    // The page must run under `script-src 'self'`: nothing may end up inline or in a data: URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
  },
  server: { port: 5173, proxy: { "/api": server, "/media": server, "/docs": server } },
  preview: { proxy: { "/api": server, "/media": server, "/docs": server } },
});
