import { expect, it } from "vitest";
import { consentPage, safeNext } from "./safe-next";

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

it.each([
  ["/oauth/authorize?client_id=x&state=a%2Fb", "/oauth/authorize?client_id=x&state=a%2Fb"],
  ["/oauth/authorize", null],
  ["/oauth/token?x", null],
  ["//oauth/authorize?x", null],
  ["https://evil.example/oauth/authorize?x", null],
  ["/oauth/authorize/../x?y", null],
  [undefined, null],
])("after signing in, %s is the page of an app: %s", (next, target) => {
  expect(consentPage(next)).toBe(target);
});
