import type { Schemas } from "../support/organiser";
import { expect, test } from "../support/test";

test("an order that the organiser takes costs what the rules say, and says why", async ({
  context,
  page,
  organiser,
}) => {
  const event = await organiser.event({
    tickets: [
      { name: "Floor", price: 2000, size: 90 },
      { name: "Donation", price: 500, size: 90, more: { kind: "donation", free_price: true } },
    ],
  });
  const pass = await organiser.post<Schemas["Product"]>(`${event.api}/products`, {
    name: { en: "Pass" },
    price_minor: 9000,
  } satisfies Schemas["ProductIn"]);
  await organiser.post(`${event.api}/products/${pass.id}/variations`, {
    name: { en: "Student" },
    price_minor: 4000,
    quota_size: 5,
  } satisfies Schemas["VariationIn"]);
  await organiser.post(`${event.api}/discounts`, {
    name: { en: "Group price" },
    effect: { kind: "percent", percent: "10" },
    min_count: 3,
    scope: { product_ids: [event.products.Floor ?? ""] },
  } satisfies Schemas["DiscountIn"]);
  await organiser.post(`${event.api}/vouchers`, {
    code: "FRIENDS",
    effect: { kind: "subtract", amount_minor: 1000 },
    scope: { product_ids: [pass.id] },
  } satisfies Schemas["VoucherIn"]);
  await organiser.enter(context);

  await page.goto(`${event.admin}/orders?panel=new`);
  const drawer = page.getByRole("dialog", { name: "New order" });
  const costs = drawer.getByRole("region", { name: "What it costs" });
  await drawer.getByLabel("How many").fill("3");
  await expect(costs).toContainText("Group price: −€2.00 → €18.00");
  await drawer.getByRole("button", { name: "Another ticket" }).click();
  await drawer.getByLabel("Ticket", { exact: true }).last().selectOption({ label: "Pass · Student · €40.00" });
  await drawer.getByRole("button", { name: "Another ticket" }).click();
  await drawer.getByLabel("Ticket", { exact: true }).last().selectOption({ label: "Donation · €5.00 or more" });
  await drawer.getByLabel("What the buyer gives for each").fill("7.50");
  await drawer.getByRole("button", { name: "Voucher, country, where it is sold" }).click();
  await drawer.getByLabel("Voucher code").fill("friends");
  await expect(costs).toContainText("takes €10.00 off 1 ticket");
  await expect(costs.getByRole("row", { name: /The buyer pays/ })).toContainText("€91.50");
  await drawer.getByLabel("Name", { exact: true }).fill("Grace Hopper");
  await drawer.getByLabel("Email address").fill("grace@example.org");
  await drawer.getByRole("button", { name: "Place order" }).click();

  await expect(page.getByRole("heading", { level: 1, name: /^Order / })).toBeVisible();
  const [placed] = (await organiser.get<Schemas["Page_OrderSummary"]>(`${event.api}/orders`)).items;
  expect(placed).toMatchObject({ total: { amount_minor: 9150 }, tickets: 4, status: "paid" });
});
