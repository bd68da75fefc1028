import { resolve } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const web = resolve(import.meta.dirname, "../..");
const assets = resolve(web, process.env.TESSERA_ASSETS_DIR ?? "../target/assets");
const server = "http://127.0.0.1:8080";

/**
 * The date field brings its spoken words ("day", "month") in 34 languages, 100 KB of them. The admin speaks
 * English for now, so every other table becomes the English one; date formats still follow the viewer.
 */
const onlyEnglishAria = {
  name: "only-english-aria",
  enforce: "pre" as const,
  load(id: string) {
    const other = /\/(react-aria|react-stately|react-aria-components)\/.*\/[a-z]{2}-[A-Z]{2}\.mjs$/.test(id);
    return other && !id.endsWith("/en-US.mjs") ? 'export { default } from "./en-US.mjs";' : null;
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: "/admin/",
  plugins: [onlyEnglishAria, tanstackRouter({ target: "react", autoCodeSplitting: true }), react(), tailwindcss()],
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
