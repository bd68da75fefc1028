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

const keysLike = (pattern) => Object.keys(manifest).filter((key) => pattern.test(key));
const without = (keys, known) => filesOf([...keys].filter((key) => !known.has(key)));
const union = (keys) => new Set(keys.flatMap((key) => [...closure(key)]));

const layouts = keysLike(/routes\/_in\/(route|\$org\/route|\$org\/events\/\$event\/route)\.tsx/);
const menus = keysLike(/src\/app\/[\w-]+-menu\.tsx$/);
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const shell = union([entry, ...layouts]);
/* The menus of the top bar follow the first paint on every page, so no route pays for them again. */
const always = union([entry, ...layouts, ...menus]);
const routes = keysLike(/src\/routes\//).filter((key) => manifest[key].isDynamicEntry && !layouts.includes(key));
const dateField = union(keysLike(/\/date-time-field\.tsx$/));

export default [
  { name: "admin shell", path: filesOf(shell), limit: "170 KB" },
  { name: "top bar menus", path: without(union(menus), shell), limit: "40 KB" },
  { name: "date and time field", path: without(dateField, always), limit: "60 KB" },
  {
    name: "calendar",
    path: without(union(keysLike(/\/day-calendar\.tsx$/)), new Set([...always, ...dateField])),
    limit: "25 KB",
  },
  ...routes.map((key) => ({
    name: `route ${key.replace(/^src\/routes\//, "").replace(/\?.*$/, "")}`,
    path: without(closure(key), always),
    limit: "60 KB",
  })),
];
