import type { Page } from "@playwright/test";
import type { Schemas } from "../support/organiser";
import { expect, test } from "../support/test";

const row = (page: Page, name: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("link", { name, exact: true }) });

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save ticket" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
}

test("a camping place goes along with a pass, and a guest buys both", async ({
  browser,
  baseURL,
  context,
  page,
  organiser,
}) => {
  const event = await organiser.event({
    tickets: [
      { name: "Festival pass", price: 9900, size: 50 },
      { name: "Camping", price: 3000, size: 20, more: { description: { en: "Three nights by the lake." } } },
      { name: "Shuttle", price: 500, size: 20 },
    ],
  });
  await organiser.enter(context);
  await page.goto(`${event.admin}/tickets`);
  await page.getByRole("link", { name: "Camping", exact: true }).click();
  await page.getByLabel("Only along with another ticket").check();
  await expect(page.getByRole("region", { name: "How buyers see it" })).toContainText("Nobody can buy it yet");
  await save(page);
  await expect(page.getByRole("region", { name: "Can it be bought?" })).toContainText("none has it as an add-on");
  await page.getByRole("link", { name: "All tickets" }).click();
  await expect(row(page, "Camping")).toContainText("No ticket has this add-on");

  // By keys alone: the list of what can be chosen, then the numbers.
  await page.getByRole("link", { name: "Festival pass", exact: true }).click();
  const addOns = page.getByRole("region", { name: "Add-ons" });
  await addOns.getByRole("button", { name: "Choose an add-on" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: /^Camping/ })).toBeFocused();
  await page.keyboard.press("Enter");
  const camping = addOns.getByRole("group", { name: "Add-on: Camping" });
  await expect(camping).toContainText("One with each ticket, if buyers like, for €30.00 each.");
  await camping.getByLabel("Fewest with each").fill("3");
  await camping.getByLabel("Most with each").fill("2");
  await page.getByRole("button", { name: "Save ticket" }).click();
  await expect(page.getByRole("alert")).toContainText("The fewest cannot be more than the most");
  await camping.getByLabel("Fewest with each").fill("0");
  const preview = page.getByRole("region", { name: "How buyers see it" });
  await expect(preview).toContainText("Up to 2, if you like");
  // It is not among the stored add-ons yet, and not sold alone: the list price is all there is to know.
  await expect(preview).toContainText("€30.00");
  await addOns.getByRole("button", { name: "Remove Camping" }).click();
  await expect(camping).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(camping.getByLabel("Most with each")).toHaveValue("2");
  await save(page);
  await page.getByRole("link", { name: "All tickets" }).click();
  await expect(row(page, "Festival pass")).toContainText("Add-ons: Camping");
  await expect(row(page, "Camping")).toContainText("Only along with Festival pass");

  // What the next page asks for costs what it costs there.
  await organiser.post(`${event.api}/discounts`, {
    name: { en: "Opening week" },
    scope: { product_ids: [event.products.Camping ?? ""] },
    effect: { kind: "percent", percent: "10" },
  });
  await page.goto(`${event.admin}/tickets/${event.products["Festival pass"]}`);
  await expect(preview.getByRole("listitem").filter({ hasText: "Up to 2" })).toContainText("€27.00");
  await expect(preview.getByRole("listitem").filter({ hasText: "Up to 2" })).toContainText("Opening week");
  await page.getByRole("link", { name: "All tickets" }).click();

  await page.getByRole("link", { name: "Camping", exact: true }).click();
  await expect(page.getByRole("region", { name: "Add-ons and bundle" })).toContainText("an add-on of Festival pass");

  const guest = await browser.newPage({ baseURL: baseURL ?? "" });
  await expect(async () => {
    await guest.goto(event.page);
    await expect(guest.getByLabel("How many: Camping")).toHaveCount(0, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await guest.getByRole("spinbutton", { name: "How many: Festival pass" }).fill("1");
  await guest.getByRole("button", { name: /^Continue/ }).click();
  await expect(guest.getByRole("heading", { level: 1, name: "Anything else?" })).toBeVisible();
  await expect(guest.getByText("Three nights by the lake.")).toBeVisible();
  await guest.getByRole("spinbutton", { name: "Camping" }).fill("1");
  await guest.getByRole("button", { name: /^Continue/ }).click();
  await guest.getByLabel("Full name").fill("Grace Hopper");
  await guest.getByLabel("Email address").fill("grace@example.org");
  await guest.getByRole("button", { name: "Continue" }).click();
  const several = guest.getByRole("button", { name: "Add later" });
  await expect(several.or(guest.getByRole("heading", { level: 1, name: /^Check/ }))).toBeVisible();
  if (await several.isVisible()) await several.click();
  await guest.getByLabel("Bank transfer").check();
  await guest.getByRole("button", { name: "Pay €126.00" }).click();
  await expect(guest.getByRole("heading", { level: 1, name: "Waiting for your transfer" })).toBeVisible();
  await guest.close();
  const { items } = await organiser.get<Schemas["Page_OrderSummary"]>(`${event.api}/orders`);
  expect(items[0]?.total.amount_minor).toBe(12_600);
});

test("a bundle shares out its price, and what belongs to it stays one level deep", async ({
  context,
  page,
  organiser,
}) => {
  const event = await organiser.event({
    tickets: [
      { name: "Gala night", price: 15000, size: 40 },
      { name: "Dinner", price: 6000, size: 40 },
      { name: "Seat", price: 8000, size: 40 },
      { name: "Transfer", price: 2000, size: 40 },
    ],
  });
  await organiser.enter(context);
  await page.goto(`${event.admin}/tickets/${event.products["Gala night"]}`);
  const bundle = page.getByRole("region", { name: "Bundle" });
  for (const name of ["Dinner", "Seat"]) {
    await bundle.getByRole("button", { name: "Choose a part" }).click();
    await page.getByRole("menuitem", { name: new RegExp(`^${name}`) }).click();
  }
  await expect(bundle).toContainText("The parts have €140.00 of the price; €10.00 stay with this ticket itself.");
  const dinner = bundle.getByRole("group", { name: "Part: Dinner" });
  await dinner.getByLabel("How many").fill("2");
  await page.getByRole("button", { name: "Save ticket" }).click();
  await expect(page.getByRole("alert")).toContainText("make the shares smaller");
  await dinner.getByLabel("Share of the price for each").fill("35");
  await save(page);

  const preview = page.getByRole("region", { name: "How buyers see it" });
  await expect(preview).toContainText("Contains: 2 × Dinner, 1 × Seat");

  // Somebody else gives one of the parts an add-on of its own: the server keeps bundles one level deep.
  const inside = { add_ons: [{ product_id: event.products.Transfer ?? "" }] } satisfies Schemas["ProductPatch"];
  await expect(organiser.patch(`${event.api}/products/${event.products.Seat}`, inside)).rejects.toThrow(
    "catalog.circular",
  );
  await page.getByRole("button", { name: "Choose an add-on" }).click();
  await page.getByRole("menuitem", { name: /^Transfer/ }).click();
  const other = await organiser.post<Schemas["Product"]>(`${event.api}/products`, {
    name: { en: "Driver" },
    price_minor: 0,
  } satisfies Schemas["ProductIn"]);
  await organiser.patch(`${event.api}/products/${event.products.Transfer}`, { add_ons: [{ product_id: other.id }] });
  await page.getByRole("button", { name: "Save ticket" }).click();
  await expect(page.getByRole("alert")).toContainText("“Transfer” has “Driver” inside");
  await page.getByRole("button", { name: "Remove Transfer" }).click();
  await save(page);

  await page.getByRole("link", { name: "All tickets" }).click();
  await expect(row(page, "Gala night")).toContainText("Contains 2 × Dinner, 1 × Seat");
  const saved = await organiser.get<Schemas["Product"]>(`${event.api}/products/${event.products["Gala night"]}`);
  expect(saved.bundle).toMatchObject([
    { count: 2, share_minor: 3500 },
    { count: 1, share_minor: 8000 },
  ]);
});
