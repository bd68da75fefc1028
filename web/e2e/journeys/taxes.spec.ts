import type { Schemas } from "../support/organiser";
import { expect, test } from "../support/test";

test("taxes by country and kind of buyer, and fees, with a basket that reckons them", async ({
  context,
  page,
  organiser,
}) => {
  const event = await organiser.event({ tickets: [{ name: "Floor", price: 11_900, size: 90 }] });
  await organiser.enter(context);
  await page.goto(`${event.admin}/taxes`);
  const basket = page.getByRole("region", { name: "Test basket" });
  const total = basket.getByRole("row", { name: /The buyer pays/ });
  await basket.getByRole("textbox", { name: "Floor" }).fill("1");
  await expect(total).toContainText("no tax");

  await page.getByRole("button", { name: "Add tax rule" }).click();
  const tax = page.getByRole("dialog", { name: "New tax rule" });
  await tax.getByRole("button", { name: /reverse charge for businesses/ }).click();
  // The event is in Berlin.
  await expect(tax.getByRole("group", { name: "Exception 1" }).getByLabel("Where they are")).toHaveValue("Germany");
  await tax.getByRole("textbox", { name: "Rate" }).last().fill("no rate");
  await tax.getByRole("button", { name: "Save tax rule" }).click();
  await expect(tax.getByRole("alert")).toContainText("Enter a rate from 0 to 100");
  await tax.getByRole("textbox", { name: "Rate" }).last().fill("19 %");
  await tax.getByRole("button", { name: "Save tax rule" }).click();
  await expect(tax).toBeHidden();
  const taxes = page.getByRole("region", { name: "Taxes", exact: true });
  await expect(taxes).toContainText("Everybody in Germany: 19% tax.");
  await expect(taxes).toContainText("Businesses with a VAT id in the EU: reverse charge, the buyer owes the tax.");
  await expect(taxes).toContainText("For everything else");
  await expect(total).toContainText("incl. 19% tax €19.00");
  await expect(total).toContainText("€119.00");

  await basket.getByRole("combobox", { name: "Country" }).fill("Fran");
  await page.getByRole("option", { name: "France" }).click();
  await basket.getByLabel("A business buys").check();
  await basket.getByLabel("Its VAT id").fill("FR40303265045");
  await expect(total).toContainText("reverse charge: the buyer owes the tax");
  await expect(total).toContainText("€100.00");

  await page.getByRole("button", { name: "Add fee" }).click();
  await page.getByRole("button", { name: /^Booking fee/ }).click();
  const fee = page.getByRole("dialog", { name: "New fee" });
  await fee.getByLabel("Amount", { exact: true }).fill("2.38");
  await fee.getByRole("button", { name: "Save fee" }).click();
  await expect(fee).toBeHidden();
  await page.getByRole("button", { name: "Add fee" }).click();
  await page.getByRole("button", { name: /^Costs you bear/ }).click();
  await fee.getByLabel("Share", { exact: true }).fill("10");
  await fee.getByRole("button", { name: "Save fee" }).click();
  await basket.getByLabel("A business buys").uncheck();
  await expect(total).toContainText("€121.38");
  await expect(basket).toContainText("You bear Costs of sale €11.90.");

  const prices = page.getByRole("region", { name: "How prices are meant" });
  await prices.getByLabel("Without tax").check();
  await prices.getByLabel("Tax is rounded").selectOption("sum_by_net");
  await prices.getByRole("button", { name: "Save" }).click();
  await expect(prices.getByText("Saved")).toBeVisible();
  await expect(total).toContainText("€144.44");
  const settings = await organiser.get<Schemas["PriceSettings"]>(`${event.api}/price-settings`);
  expect(settings).toMatchObject({ includes_tax: false, rounding: "sum_by_net" });
  expect(settings.default_tax_rule_id).not.toBeNull();

  const fees = page.getByRole("region", { name: "Fees" });
  await page.getByRole("button", { name: "Actions for Booking fee" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await expect(fees).not.toContainText("Booking fee");
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(fees).toContainText("€2.38 for each ticket that costs something, paid by the buyer.");
});

for (const { currency, typed, minor, shown } of [
  { currency: "JPY", typed: "1,200", minor: 1200, shown: "¥1,200" },
  { currency: "KWD", typed: "12.5", minor: 12_500, shown: "KWD 12.500" },
])
  test(`prices in ${currency}, with the decimals it has`, async ({ context, page, organiser }) => {
    const event = await organiser.event({ tickets: [], more: { currency }, publish: false });
    await organiser.enter(context);
    await page.goto(`${event.admin}/tickets`);
    const form = page.getByRole("form", { name: "Add a ticket" });
    await form.getByLabel("Ticket").fill("Floor");
    await form.getByLabel("Price").fill(currency === "JPY" ? "12.5" : "1.2345");
    await form.getByRole("button", { name: "Add ticket" }).click();
    await expect(page.getByRole("alert")).toContainText("Enter a price");
    await form.getByLabel("Price").fill(typed);
    await form.getByLabel("How many").fill("5");
    await form.getByRole("button", { name: "Add ticket" }).click();
    await page.getByRole("link", { name: "Floor", exact: true }).click();
    await expect(page.getByRole("region", { name: "How buyers see it" })).toContainText(shown);
    const { items } = await organiser.get<Schemas["ProductList"]>(`${event.api}/products`);
    expect(items[0]?.price).toEqual({ amount_minor: minor, currency });
  });
