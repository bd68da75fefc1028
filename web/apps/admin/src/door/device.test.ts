import { describe, expect, it } from "vitest";
import { secretIn, sessionOf } from "./device";
import { listName } from "./links-page";

const secret = `tsd_${"a".repeat(32)}`;

describe("a link for door staff", () => {
  it("is read from the address, and nothing else is", () => {
    expect(secretIn(`#${secret}`)).toBe(secret);
    for (const other of ["", "#", "#main", `#${secret}a`, `#x${secret}`, `#tsk_${"a".repeat(32)}`, "#tsd_"]) {
      expect(secretIn(other)).toBeNull();
    }
  });

  it("lets a device scan in its organisation and nothing more", () => {
    const device = {
      id: "dlk_1",
      name: "North gate",
      org: "harbour",
      organisation: "Harbour Hall",
      event: "show",
      event_name: { en: "Show" },
      list_id: null,
    };
    const { organisations } = sessionOf(device);
    expect(organisations.map(({ slug, permissions }) => [slug, permissions])).toEqual([
      ["harbour", ["checkin.view", "checkin.perform"]],
    ]);
  });

  it("names its list", () => {
    const lists = [{ id: "lst_1", name: "Backstage" }];
    expect(listName({ list_id: null }, lists)).toBe("Every list");
    expect(listName({ list_id: "lst_1" }, lists)).toBe("Backstage");
    expect(listName({ list_id: "lst_2" }, lists)).toBe("One list");
  });
});
