import type { Product } from "@tessera/client";
import { describe, expect, it } from "vitest";
import type { Item } from "../prices/items";
import { alongOf, basketOf, type NewOrderValues, newOrderSchema, orderOf } from "./new-order-values";

const items: Item[] = [
  { key: "prd_1", product: "prd_1", variation: null, name: "Floor", price: 2000, free: false, approval: false },
  {
    key: "var_1",
    product: "prd_2",
    variation: "var_1",
    name: "Pass · Student",
    price: 900,
    free: true,
    approval: true,
  },
];
const values: NewOrderValues = {
  lines: [
    { item: "prd_1", quantity: 2, price: 5000, names: " Ada \n\nGrace" },
    { item: "var_1", quantity: 1, price: 1500, names: "" },
  ],
  name: "Ada",
  email: "ada@example.org",
  locale: "en",
  payment: "paid",
  send_mail: true,
  approved: true,
  channel: "box_office",
  voucher: " FRIENDS ",
  country: null,
  business: true,
  vat_id: "DE1",
};

describe("an order that the organiser takes", () => {
  it("names the variation, and a price only where buyers set it", () => {
    expect(orderOf(values, items, [], 4900)).toMatchObject({
      lines: [
        { product: "prd_1", quantity: 2, attendee_names: ["Ada", "Grace"] },
        { product: "prd_2", variation: "var_1", quantity: 1, price_minor: 1500, attendee_names: [] },
      ],
      voucher: "FRIENDS",
      channel: "box_office",
      shown_total_minor: 4900,
    });
    expect(orderOf(values, items, [], 4900).lines[0]).not.toHaveProperty("price_minor");
  });

  it("tells of a business only with its country", () => {
    expect(basketOf(values, items, [])).not.toHaveProperty("business");
    expect(basketOf({ ...values, country: "DE" }, items, [])).toMatchObject({
      country: "DE",
      business: true,
      vat_id: "DE1",
    });
  });

  it("asks for the price of what is whole already", () => {
    const lines = [
      { item: "prd_1", quantity: null, price: null, names: "" },
      { item: "gone", quantity: 1, price: null, names: "" },
      { item: "prd_1", quantity: 3, price: null, names: "" },
    ];
    expect(basketOf({ ...values, lines }, items, []).lines).toEqual([{ product: "prd_1", quantity: 3 }]);
  });

  it("puts an add-on to the ticket above it, and says what is missing where there is none", () => {
    const offer = (min: number) =>
      [
        { id: "prd_1", sold_alone: true, add_ons: [{ product_id: "prd_2", min, max: 1 }] },
        { id: "prd_2", sold_alone: false, add_ons: [] },
      ] as unknown as Product[];
    const products = offer(0);
    expect(alongOf(values, items, products)).toEqual([
      { words: null, needs: [] },
      { words: "Goes with Floor above.", needs: [] },
    ]);
    expect(orderOf(values, items, products, 0).lines[1]).toMatchObject({ product: "prd_2", parent: 0 });
    const alone = { ...values, lines: values.lines.slice(1) };
    expect(alongOf(alone, items, products)).toMatchObject([
      { words: "Only sold along with Floor: put that above it." },
    ]);
    const needs = alongOf({ ...values, lines: values.lines.slice(0, 1) }, items, offer(1))[0]?.needs;
    expect(needs).toEqual([{ item: "var_1", name: "Pass · Student", quantity: 2 }]);
  });

  it("says that it is approved only where somebody has to look at it", () => {
    expect(orderOf(values, items, [], 4900)).toMatchObject({ approved: true });
    const [first] = values.lines;
    expect(orderOf({ ...values, lines: first ? [first] : [] }, items, [], 4900)).not.toHaveProperty("approved");
  });

  it("needs a ticket, a number and an address", () => {
    const wrong = { ...values, lines: [{ item: "", quantity: 0, price: null, names: "" }], email: "ada" };
    const found = newOrderSchema.safeParse(wrong);
    expect(found.error?.issues.map(({ path }) => path.join("."))).toEqual([
      "lines.0.item",
      "lines.0.quantity",
      "email",
    ]);
  });
});
