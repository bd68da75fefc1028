import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/* Budgets per entry and route, in brotli bytes. The bundler's manifest says which chunks a page needs. */
const assets = resolve(import.meta.dirname, process.env.TESSERA_ASSETS_DIR ?? "../target/assets", "admin");
const manifest = JSON.parse(readFileSync(resolve(assets, ".vite/manifest.json"), "utf8"));

/** An entry of the manifest and everything it imports statically. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const filesOf = (keys) =>
  [...new Set([...keys].flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]))].map((file) =>
    resolve(assets, file),
  );

const layoutKey = (key) => /routes\/_in\/(route|\$org\/route|\$org\/events\/\$event\/route)\.tsx/.test(key);
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const shell = new Set([entry, ...Object.keys(manifest).filter(layoutKey)].flatMap((key) => [...closure(key)]));
const lazy = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry && !layoutKey(key));

export default [
  { name: "admin shell", path: filesOf(shell), limit: "170 KB" },
  ...lazy.map((key) => ({
    name: `route ${key.replace(/^src\/routes\//, "").replace(/\?.*$/, "")}`,
    path: filesOf([...closure(key)].filter((part) => !shell.has(part))),
    limit: "60 KB",
  })),
];
