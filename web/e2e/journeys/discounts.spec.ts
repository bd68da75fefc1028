import type { Schemas } from "../support/organiser";
import { expect, test } from "../support/test";

test("discounts in their order, beside a basket that tells which rule took what", async ({
  context,
  page,
  organiser,
}) => {
  const event = await organiser.event({
    tickets: [
      { name: "Press", price: 0, size: 5 },
      { name: "Floor", price: 2000, size: 90 },
      { name: "Sofa", price: 9000, size: 9 },
    ],
  });
  await organiser.enter(context);
  await page.goto(`${event.admin}/discounts`);
  await page.getByRole("button", { name: /^Early bird, the first so many/ }).click();
  const drawer = page.getByRole("dialog", { name: "New discount" });
  await drawer.getByLabel("For the first so many tickets").fill("3");
  await drawer.getByRole("button", { name: "Save discount" }).click();
  await expect(drawer).toBeHidden();
  await page.getByRole("button", { name: "Add rule" }).click();
  await drawer.getByRole("button", { name: /^A group/ }).click();
  await drawer.getByLabel("At least so many tickets").fill("0");
  await drawer.getByRole("button", { name: "Save discount" }).click();
  await expect(drawer.getByRole("alert")).toContainText("Enter a number from 1 to 500");
  await drawer.getByLabel("At least so many tickets").fill("4");
  await drawer.getByRole("button", { name: "Save discount" }).click();
  await expect(drawer).toBeHidden();

  const basket = page.getByRole("region", { name: "Test basket" });
  await expect(basket.getByRole("textbox", { name: "Floor" })).toHaveValue("2");
  await basket.getByRole("textbox", { name: "Floor" }).fill("5");
  // Three get the early bird; the two that are left are no group of four.
  await expect(basket.getByRole("row", { name: /The buyer pays/ })).toContainText("€88.00");
  const rules = page.getByRole("listitem").filter({ has: page.locator("[data-row]") });
  await expect(rules.nth(0)).toContainText("3 tickets, €12.00 less");
  await expect(rules.nth(1)).not.toContainText("In the test basket");
  await expect(rules.nth(0)).toContainText("Every ticket: 20% off, for the first 3 tickets.");

  // The group first: it takes all five, and nothing is left for the early bird.
  await page.getByRole("link", { name: "Group price" }).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(rules.nth(0)).toContainText("5 tickets, €10.00 less");
  await expect(basket.getByRole("row", { name: /The buyer pays/ })).toContainText("€90.00");
  await expect(basket).toContainText("Group price: −€2.00 → €18.00");
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(basket.getByRole("row", { name: /The buyer pays/ })).toContainText("€88.00");

  await page.getByRole("button", { name: "Actions for Early bird" }).click();
  await page.getByRole("menuitem", { name: "Switch off" }).click();
  await expect(basket.getByRole("row", { name: /The buyer pays/ })).toContainText("€90.00");
  const { items } = await organiser.get<Schemas["DiscountList"]>(`${event.api}/discounts`);
  expect(items.map(({ name, active, min_count, max_uses }) => [name.en, active, min_count, max_uses])).toEqual([
    ["Early bird", false, 1, 3],
    ["Group price", true, 4, null],
  ]);

  await page.getByRole("button", { name: "Actions for Group price" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await expect(rules).toHaveCount(1);
  // Whoever leaves has decided.
  await page.goto(`${event.admin}/orders`);
  await expect
    .poll(async () => (await organiser.get<Schemas["DiscountList"]>(`${event.api}/discounts`)).items.length)
    .toBe(1);

  // What was removed can be put back later, as it was.
  await page.goto(`${event.admin}/discounts`);
  const removed = page.getByRole("region", { name: "Removed rules" });
  await removed.getByRole("button", { name: "Put back Group price" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Group price is back")).toBeVisible();
  await expect(removed).toBeHidden();
  await expect(rules).toHaveCount(2);
  const again = await organiser.get<Schemas["DiscountList"]>(`${event.api}/discounts`);
  expect(again.items.find(({ name }) => name.en === "Group price")).toMatchObject({ active: true, min_count: 4 });
});
