import { expect, it } from "vitest";
import { safeNext } from "./safe-next";

it.each([
  [undefined, "/"],
  ["/admin/northwind/events/x?ticket=1", "/northwind/events/x?ticket=1"],
  ["/northwind", "/northwind"],
  ["/admin", "/"],
  ["//evil.example", "/"],
  ["https://evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/administrators", "/administrators"],
])("after signing in, %s leads to %s", (next, target) => {
  expect(safeNext(next)).toBe(target);
});
