import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../tokens.css", import.meta.url), "utf8");

/** The custom properties of the block that starts with `selector`. */
function block(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const body = css.slice(css.indexOf("{", start) + 1, css.indexOf("}", start));
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));
}

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const light = block(":root");
const dark = block(':root[data-theme="dark"]');
const surfaces = ["surface", "surface-2", "surface-3"];

describe.each([
  ["light", light],
  ["dark", { ...light, ...dark }],
])("tokens in %s", (_, tokens) => {
  const of = (name: string) => tokens[name] ?? "";

  it.each(["ink", "ink-2", "ink-3", "brand", "success", "warning", "danger", "info"])("%s is readable", (name) => {
    for (const surface of surfaces) expect(ratio(of(name), of(surface))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["brand", "success", "warning", "danger", "info"])("%s is readable on its soft ground", (name) => {
    expect(ratio(of(name), of(`${name}-soft`))).toBeGreaterThanOrEqual(4.5);
    expect(ratio(of("ink"), of(`${name}-soft`))).toBeGreaterThanOrEqual(4.5);
  });

  it("words on filled controls are readable, also under the pointer", () => {
    for (const name of ["brand", "brand-hover"]) {
      expect(ratio(of("on-brand"), of(name))).toBeGreaterThanOrEqual(4.5);
    }
    for (const name of ["danger", "danger-hover"]) {
      expect(ratio(of("on-danger"), of(name))).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("borders of controls and the focus ring stand out", () => {
    for (const surface of surfaces) {
      expect(ratio(of("line-control"), of(surface))).toBeGreaterThanOrEqual(3);
      expect(ratio(of("focus"), of(surface))).toBeGreaterThanOrEqual(3);
    }
  });

  it("verdicts can be read at arm's length", () => {
    for (const name of ["in", "note", "out", "no", "fault"]) {
      expect(ratio(of("verdict-ink"), of(`verdict-${name}`))).toBeGreaterThanOrEqual(4.5);
    }
    expect(ratio(of("verdict-already-ink"), of("verdict-already"))).toBeGreaterThanOrEqual(7);
  });
});

describe("tokens", () => {
  it("are the same in the dark, chosen or preferred", () => {
    expect(block(':root:not([data-theme="light"])')).toEqual(dark);
  });

  it("are plain CSS that templates may serve as it is", () => {
    expect(css).not.toMatch(/@(theme|apply|import|tailwind|layer|utility)/);
  });
});
