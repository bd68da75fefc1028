import { expect, it } from "vitest";
import { formatBytes } from "./mail-words";
import { mailFilter, mailFilterOf } from "./queries";

it("writes sizes as people do", () => {
  expect(formatBytes(912, "en")).toBe("912 byte");
  expect(formatBytes(183_021, "en")).toBe("179 kB");
  expect(formatBytes(2_600_000, "en")).toBe("2.5 MB");
});

it("keeps only what makes sense of an address", () => {
  const search = mailFilter.parse({ q: " mia ", status: "lost" });
  expect(mailFilterOf(search)).toEqual({ q: "mia" });
});
