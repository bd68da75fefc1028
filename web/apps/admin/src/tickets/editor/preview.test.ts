import type { Availability, Event, Explanation, Product } from "@tessera/client";
import { describe, expect, it } from "vitest";
import { previewOf } from "./preview";
import { addOnsOf, contentsOf } from "./preview-add-ons";
import { withStock } from "./preview-stock";
import { newVariation, type TicketValues, ticketSchema } from "./values";

const event = {
  zone: "Europe/Berlin",
  currency: "JPY",
  locales: ["en", "de"],
  starts_at: "2027-03-14T18:00:00Z",
} as Event;
const now = new Date("2027-01-01T12:00:00Z");
const open = { mode: "open", at: null, count: null, unit: "days" } as const;
const ticket: TicketValues = {
  name: { en: "Floor", de: "Innenraum" },
  description: { en: "In front of the stage" },
  icon: "",
  kind: "admission",
  category: "",
  free: false,
  price: 1200,
  channelPrices: { web: null, box_office: null, api: null },
  variations: [],
  counting: "count",
  amount: 90,
  blocked: 0,
  closes: false,
  shared: [],
  channels: ["web", "box_office", "api"],
  min: 1,
  max: 8,
  fewest: null,
  per_customer: null,
  from: open,
  until: open,
  visibility: "public",
  code: "",
  approval: false,
  only_added: false,
  add_ons: [],
  bundle: [],
};
const show = (more: Partial<TicketValues>, locale = "en") => previewOf({ ...ticket, ...more }, event, locale, now);

describe("what buyers see", () => {
  it("is the ticket in their language, with the main one where a text is missing", () => {
    const { name, about, lines } = show({}, "de");
    expect([name, about]).toEqual(["Innenraum", "In front of the stage"]);
    expect(lines[0]?.price).toContain("1,200");
    expect(lines[0]?.closed).toBeNull();
  });

  it("has a line for each variation, at its own price or the ticket's", () => {
    const variations = [
      { ...newVariation(), name: { en: "Student" }, price: 0 },
      { ...newVariation(), name: { en: "Late" }, active: false },
    ];
    expect(
      show({ variations }).lines.map(({ name, price, closed }) => [name, price.includes("1,200"), closed]),
    ).toEqual([
      ["Student", false, null],
      ["Late", true, "Not on sale"],
    ]);
    expect(show({ variations }).lines[0]?.price).toBe("Free");
  });

  it("says since when, until when, and when it is gone", () => {
    const before = (count: number) => ({ mode: "before" as const, at: null, count, unit: "weeks" as const });
    expect(show({ from: before(1) }).lines[0]?.closed).toContain("On sale from");
    expect(show({ until: before(1) }).until).toMatch(/^On sale until .*7.*2027/);
    expect(show({ until: before(30) }).lines[0]?.closed).toBe("The sale has ended");
    expect(show({ amount: 5, blocked: 5 }).lines[0]?.closed).toBe("Sold out");
  });

  it("says who does not see it at all", () => {
    expect(show({ visibility: "hidden" }).seenBy).toBe("Guests do not see this ticket.");
    expect(show({ channels: ["box_office"] }).seenBy).toBe("It is not sold on the event page.");
    expect(show({ free: true }).lines[0]?.price).toMatch(/ or more$/);
  });
});

describe("what is left, as the sale says", () => {
  const sizes: TicketValues = {
    ...ticket,
    counting: "shared",
    amount: null,
    variations: ["S", "M"].map((name) => ({ ...newVariation(), known: `var_${name}`, name: { en: name }, places: 40 })),
  };
  const says = (state: Availability["state"], variation_id?: string) =>
    ({ variation_id, availability: { state, reason: "" }, reasons: [] }) as Explanation;
  const closed = (items: Explanation[], values: TicketValues, stored = values) =>
    withStock(previewOf(values, event, "en", now), items, values, stored).lines.map((line) => line.closed);

  it("takes the number from what is sold out", () => {
    expect(closed([says("available", "var_S"), says("sold_out", "var_M")], sizes)).toEqual([null, "Sold out"]);
    expect(closed([says("sold_out")], ticket)).toEqual(["Sold out"]);
    expect(closed([says("held")], ticket)[0]).toContain("in other people’s carts");
    expect(closed([says("low")], ticket)).toEqual([null]);
    expect(closed([], ticket)).toEqual([null]);
  });

  it("gives way to places that are only typed, and to why it is not on sale at all", () => {
    const more = { ...sizes, variations: sizes.variations.map((one) => ({ ...one, places: 50 })) };
    expect(closed([says("sold_out", "var_M")], more, sizes)).toEqual([null, null]);
    expect(closed([says("sold_out")], { ...ticket, amount: 100 }, ticket)).toEqual([null]);
    expect(closed([says("sold_out")], { ...ticket, channels: ["box_office"] }, ticket)).toEqual(["Not on sale"]);
  });

  it("knows nothing of variations that are not stored", () => {
    const more = { ...sizes, variations: [...sizes.variations, { ...newVariation(), name: { en: "XL" } }] };
    expect(closed([says("sold_out", "var_S")], more, sizes)).toEqual(["Sold out", null, null]);
  });
});

describe("what buyers are asked next", () => {
  const tent = {
    id: "prd_tent",
    name: { en: "Tent", de: "Zelt" },
    description: {},
    price: { amount_minor: 3000, currency: "JPY" },
    variations: [],
    visibility: "public",
    channels: ["web"],
  } as unknown as Product;
  const ask = (rule: Partial<TicketValues["add_ons"][number]>, product = tent) => {
    const add_ons = [{ product_id: "prd_tent", min: 0, max: 1, included: false, ...rule }];
    return addOnsOf({ ...ticket, add_ons }, event, [product], "de");
  };

  it("is each add-on in their language, how many, and what it costs", () => {
    expect(ask({ max: 2 })).toMatchObject([{ name: "Zelt", limits: "Up to 2, if you like" }]);
    expect(ask({})[0]?.lines[0]?.price).toContain("3,000");
    expect(ask({ min: 1, included: true })[0]).toMatchObject({ limits: "One belongs to it" });
    expect(ask({ included: true })[0]?.lines[0]?.price).toBe("Included");
  });

  it("says what a bundle contains, if guests see all of it", () => {
    const bundle = [{ product_id: "prd_tent", variation_id: null, count: 2, share_minor: 0 }];
    expect(contentsOf({ ...ticket, bundle }, event, [tent], "de")).toBe("2 × Zelt");
    expect(contentsOf({ ...ticket, bundle }, event, [{ ...tent, visibility: "hidden" }], "de")).toBe("");
    expect(contentsOf(ticket, event, [tent], "de")).toBe("");
  });

  it("leaves out what guests do not see", () => {
    expect(ask({}, { ...tent, visibility: "hidden" })).toEqual([]);
    expect(ask({}, { ...tent, channels: ["box_office"] })).toEqual([]);
  });
});

describe("the form of a ticket", () => {
  const wrong = (more: Partial<TicketValues>) => {
    const found = ticketSchema(event).safeParse({ ...ticket, ...more });
    return found.success ? [] : found.error.issues.map(({ path }) => path.join("."));
  };

  it("takes what fits together", () => {
    expect(wrong({})).toEqual([]);
    expect(wrong({ counting: "endless", amount: null })).toEqual([]);
    expect(wrong({ counting: "shared", amount: null, shared: ["quo_1"] })).toEqual([]);
  });

  it.each([
    ["name", { name: { en: " " } }],
    ["amount", { amount: null }],
    ["blocked", { amount: 5, blocked: 6 }],
    ["counting", { counting: "shared" as const, amount: null }],
    ["counting", { counting: "shared" as const, variations: [{ ...newVariation(), name: { en: "S" } }] }],
    ["min", { min: 9 }],
    ["fewest", { max: 3, fewest: 4 }],
    ["fewest", { fewest: 4, per_customer: 3 }],
    ["per_customer", { min: 3, per_customer: 2 }],
    ["code", { visibility: "code" as const }],
    ["channels", { channels: [] }],
    ["add_ons.0.min", { add_ons: [{ product_id: "prd_1", min: 2, max: 1, included: false }] }],
    ["bundle.0.count", { bundle: [{ product_id: "prd_1", variation_id: null, count: 0, share_minor: 0 }] }],
    ["bundle.0.share_minor", { bundle: [{ product_id: "prd_1", variation_id: null, count: 2, share_minor: 601 }] }],
    ["free", { free: true, bundle: [{ product_id: "prd_1", variation_id: null, count: 1, share_minor: 0 }] }],
    ["variations.0.name", { variations: [newVariation()] }],
    ["from", { from: { mode: "at" as const, at: null, count: null, unit: "days" as const } }],
    [
      "until",
      {
        from: { mode: "before" as const, at: null, count: 1, unit: "days" as const },
        until: { mode: "before" as const, at: null, count: 2, unit: "days" as const },
      },
    ],
  ])("refuses a wrong %s", (field, more) => {
    expect(wrong(more)).toContain(field);
  });
});
