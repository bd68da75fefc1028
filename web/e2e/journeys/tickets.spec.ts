import type { Page } from "@playwright/test";
import { type Schemas, word } from "../support/organiser";
import { expect, test } from "../support/test";

const row = (page: Page, name: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("link", { name, exact: true }) });

test("F10: from nothing to an event on sale in ten steps", async ({ page }) => {
  let steps = 0;
  /** One step is one press that leads on: a form sent, a link followed. */
  const step = async (press: Promise<void>) => {
    steps += 1;
    await press;
  };
  await page.goto("/admin/sign-up");
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByLabel("Email address").fill(`ada-${word()}@example.org`);
  await page.getByLabel("Password").fill("correct horse battery");
  await step(page.getByRole("button", { name: "Create account" }).click());
  await page.getByLabel("Name", { exact: true }).fill(`Engine Club ${word()}`);
  await step(page.getByRole("button", { name: "Create organisation" }).click());
  await step(page.getByRole("link", { name: "New event" }).first().click());
  await page.getByLabel("Name", { exact: true }).fill("Evening of the engines");
  await page.getByLabel("Place").fill("Old Boiler House");
  await page.getByRole("spinbutton", { name: "day, Starts" }).focus();
  await page.keyboard.type(`1403${new Date().getFullYear() + 1}1900`);
  await step(page.getByRole("button", { name: "Create event" }).click());
  const checklist = page.getByRole("region", { name: "Setup checklist" });
  await step(checklist.getByRole("listitem").filter({ hasText: "Missing" }).getByRole("link").first().click());
  const form = page.getByRole("form", { name: "Add a ticket" });
  await form.getByLabel("Ticket").fill("Standard");
  await form.getByLabel("Price").fill("0");
  await form.getByLabel("How many").fill("120");
  await step(form.getByRole("button", { name: "Add ticket" }).click());
  await expect(row(page, "Standard")).toContainText("120");
  await step(page.getByRole("link", { name: "Dashboard" }).click());
  await step(page.getByRole("button", { name: "Publish event" }).click());
  await step(page.getByRole("link", { name: "Event page" }).click());
  await expect(page.getByRole("spinbutton", { name: "How many: Standard" })).toBeVisible();
  expect(steps).toBeLessThanOrEqual(10);
});

test("everything about a ticket on one page, beside what buyers see", async ({ context, page, organiser }) => {
  const event = await organiser.event({ tickets: [{ name: "Conference", price: 24900, size: 120 }] });
  await organiser.enter(context);
  await page.goto(`${event.admin}/tickets`);
  await page.getByRole("link", { name: "Conference", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Conference" })).toBeVisible();

  const preview = page.getByRole("region", { name: "How buyers see it" });
  await page.getByRole("textbox", { name: "Price", exact: true }).fill("199,5");
  await expect(preview).toContainText("€199.50");
  await page.getByRole("button", { name: "Add variation" }).click();
  await page.getByRole("button", { name: "Save ticket" }).click();
  await expect(page.getByRole("alert")).toContainText("Enter the variation's name");
  const student = page.getByRole("group", { name: "Variation 1" });
  await student.getByLabel("Variation", { exact: true }).fill("Student");
  await student.getByLabel("Its price").fill("99");
  await student.getByLabel("Its places").fill("30");
  await expect(preview).toContainText("Student");
  await expect(preview).toContainText("€99.00");
  await page.getByLabel("Kept aside").fill("10");
  await page.getByLabel("Sale ends", { exact: true }).selectOption("before");
  await page.getByLabel("Sale ends: how long before the event starts").fill("2");
  await page.getByLabel("Sale ends: unit").selectOption("weeks");
  await page.getByLabel("Most per customer").fill("4");
  await page.getByLabel("At the box office").uncheck();
  await page.getByRole("button", { name: "Save ticket" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();

  const saved = await organiser.get<Schemas["Product"]>(`${event.api}/products/${event.products.Conference}`);
  expect(saved).toMatchObject({
    price: { amount_minor: 19950 },
    sales_until_minutes: 20_160,
    max_per_customer: 4,
    channels: ["web", "api"],
    variations: [{ name: { en: "Student" }, price_minor: 9900 }],
  });
  const { items } = await organiser.get<Schemas["QuotaList"]>(`${event.api}/quotas`);
  expect(items.map(({ size, blocked }) => [size, blocked])).toEqual([
    [120, 10],
    [30, 0],
  ]);

  // A second save sends only what is new, and a variation comes back before it is gone.
  await page.getByRole("button", { name: "Remove Student" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(student.getByLabel("Variation", { exact: true })).toHaveValue("Student");
  await student.getByLabel("Its places").fill("40");
  await page.getByRole("button", { name: "Save ticket" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  const quotas = await organiser.get<Schemas["QuotaList"]>(`${event.api}/quotas`);
  expect(quotas.items.map(({ size }) => size)).toEqual([120, 40]);
});

test("a ticket says why nobody can buy it, and each reason has its fix", async ({ context, page, organiser }) => {
  const event = await organiser.event({ tickets: [{ name: "Floor", price: 0, size: 9 }] });
  const bare = await organiser.post<Schemas["Product"]>(`${event.api}/products`, {
    name: { en: "Balcony" },
    price_minor: 0,
    visibility: "hidden",
  } satisfies Schemas["ProductIn"]);
  await organiser.enter(context);
  await page.goto(`${event.admin}/tickets`);
  const balcony = row(page, "Balcony");
  await balcony.getByRole("button", { name: "Why? Balcony" }).click();
  const answer = balcony.getByRole("region", { name: "Can it be bought?" });
  await expect(answer.getByRole("listitem").filter({ hasText: "hidden from guests" }).last()).toBeVisible();
  await answer.getByRole("link", { name: "Give it places" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Balcony" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Places" })).toBeFocused();
  await page.getByLabel("A certain number").check();
  await page.getByLabel("How many", { exact: true }).fill("25");
  await page.getByRole("button", { name: "Save ticket" }).click();
  const explainer = page.getByRole("region", { name: "Can it be bought?" });
  await expect(explainer.getByRole("button", { name: "Give it places" })).toBeHidden();
  await explainer.getByRole("button", { name: "Change who sees it" }).click();
  await expect(page.getByRole("region", { name: "Visibility" })).toBeFocused();
  await page.getByLabel("Everybody").check();
  await page.getByRole("button", { name: "Save ticket" }).click();
  await expect(explainer).toContainText("On sale. 25 places are left.");

  await explainer.getByRole("button", { name: "Ask for somebody else" }).click();
  await explainer.getByLabel("How many they want").fill("11");
  await expect(explainer).toContainText("At most 10 of this ticket per order.");
  const fixed = await organiser.get<Schemas["Product"]>(`${event.api}/products/${bare.id}`);
  expect(fixed.availability.state).toBe("available");
});

test("categories order the tickets, by keys as well, and what is removed comes back", async ({
  context,
  page,
  organiser,
}) => {
  const event = await organiser.event({
    tickets: ["Pass", "Friday", "Tent"].map((name) => ({ name, price: 0, size: 9 })),
  });
  await organiser.enter(context);
  await page.goto(`${event.admin}/tickets`);
  await page.getByRole("link", { name: "Add category" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Camping");
  await page.getByRole("button", { name: "Save category" }).click();
  const camping = page.getByRole("region", { name: "Camping" });
  await expect(camping).toContainText("No tickets here yet");

  await page.getByRole("link", { name: "Tent", exact: true }).focus();
  await page.keyboard.press("Alt+ArrowDown");
  await expect(camping.getByRole("link", { name: "Tent", exact: true })).toBeFocused();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(camping.getByRole("link")).toHaveCount(0);
  await page.getByRole("button", { name: "Actions for Friday" }).click();
  await page.getByRole("menuitem", { name: "Camping" }).click();
  await expect(camping.getByRole("link", { name: "Friday", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(camping.getByRole("link")).toHaveCount(0);

  await page.getByRole("button", { name: "Actions for Pass" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await expect(row(page, "Pass")).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(row(page, "Pass")).toBeVisible();

  await page.getByRole("button", { name: "Actions for Pass" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await expect(row(page, "Pass")).toBeHidden();
  // Whoever leaves has decided.
  await page.goto(`${event.admin}/orders`);
  await expect
    .poll(async () => (await organiser.get<Schemas["ProductList"]>(`${event.api}/products`)).items.length)
    .toBe(2);
});

test("a ticket is dragged into an empty category", async ({ context, page, organiser }) => {
  const event = await organiser.event({ tickets: ["Pass", "Tent"].map((name) => ({ name, price: 0, size: 9 })) });
  const extras = { name: { en: "Camping" } } satisfies Schemas["CategoryIn"];
  await organiser.post(`${event.api}/categories`, extras);
  await organiser.enter(context);
  await page.goto(`${event.admin}/tickets`);
  const camping = page.getByRole("region", { name: "Camping" });
  await row(page, "Tent").locator("[draggable]").dragTo(camping.getByText("No tickets here yet"));
  await expect(camping.getByRole("link", { name: "Tent", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(camping).toContainText("No tickets here yet");
});

test("many tickets change together, shown before, and back again", async ({ context, page, organiser }) => {
  const event = await organiser.event({
    tickets: [
      { name: "Floor", price: 2450, size: 9 },
      { name: "Balcony", price: 3605, size: 9 },
      { name: "Sofa", price: 100, size: 9 },
    ],
  });
  await organiser.enter(context);
  await page.goto(`${event.admin}/tickets`);
  await page.getByRole("checkbox", { name: "Select Floor" }).check();
  await page.getByRole("checkbox", { name: "Select Balcony" }).check();
  const bar = page.getByRole("region", { name: "Selected tickets" });
  await expect(bar).toContainText("2 tickets selected");
  await bar.getByRole("button", { name: "Change" }).click();
  const drawer = page.getByRole("dialog", { name: "Change 2 tickets" });
  await drawer.getByLabel("Price", { exact: true }).selectOption("raise_percent");
  await drawer.getByLabel("Share").fill("10 %");
  await drawer.getByLabel("Most per order").fill("4");
  await expect(drawer.getByRole("region", { name: "What changes" })).toContainText("€36.05 → to €39.66");
  await drawer.getByRole("button", { name: "Change 2 tickets" }).click();
  await expect(drawer).toBeHidden();
  await expect(row(page, "Balcony")).toContainText("€39.66");
  await expect(row(page, "Sofa")).toContainText("€1.00");
  const prices = async () => {
    const { items } = await organiser.get<Schemas["ProductList"]>(`${event.api}/products`);
    return items.map(({ price, max_per_order }) => [price.amount_minor, max_per_order]);
  };
  expect(await prices()).toEqual([
    [2695, 4],
    [3966, 4],
    [100, 10],
  ]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "Balcony")).toContainText("€36.05");
  await expect.poll(prices).toEqual([
    [2450, 10],
    [3605, 10],
    [100, 10],
  ]);
});

test("what buyers see costs what the sale says, with tax and discounts", async ({ context, page, organiser }) => {
  const event = await organiser.event({ tickets: [{ name: "Floor", price: 10_000, size: 90 }] });
  const rule = await organiser.post<Schemas["TaxRule"]>(`${event.api}/tax-rules`, {
    name: { en: "VAT" },
    base: { kind: "charge", rate: "19" },
  } satisfies Schemas["TaxRuleIn"]);
  await organiser.send("PUT", `${event.api}/price-settings`, {
    includes_tax: false,
    rounding: "line",
    default_tax_rule_id: rule.id,
  });
  await organiser.post(`${event.api}/discounts`, {
    name: { en: "Early bird" },
    effect: { kind: "percent", percent: "10" },
  } satisfies Schemas["DiscountIn"]);
  await organiser.enter(context);
  await page.goto(`${event.admin}/tickets/${event.products.Floor}`);
  const preview = page.getByRole("region", { name: "How buyers see it" });
  const explainer = page.getByRole("region", { name: "Can it be bought?" });
  for (const words of ["€107.10", "€119.00", "Early bird"]) {
    await expect(preview).toContainText(words);
    await expect(explainer).toContainText(words);
  }
  // A price that is only typed goes through the same rules.
  await page.getByRole("textbox", { name: "Price", exact: true }).fill("200");
  await expect(preview).toContainText("€214.20");
  await page.getByRole("button", { name: "Save ticket" }).click();
  await expect(explainer).toContainText("€214.20");
  await page.goto(event.page);
  await expect(page.getByRole("main")).toContainText("€214.20");
  await expect(page.getByRole("main")).toContainText("€238.00");
});

test("what buyers see of a variation that is sold out is no number to enter", async ({ context, page, organiser }) => {
  const event = await organiser.event({ tickets: [{ name: "Shirt", price: 2400, size: 40 }] });
  for (const name of ["Small", "Large"]) {
    const { variations } = await organiser.post<Schemas["Product"]>(
      `${event.api}/products/${event.products.Shirt}/variations`,
      { name: { en: name } },
    );
    const quota = await organiser.post<Schemas["Quota"]>(`${event.api}/quotas`, {
      name,
      size: 20,
      variation_ids: variations.slice(-1).map(({ id }) => id),
    } satisfies Schemas["QuotaIn"]);
    if (name === "Large") await organiser.send("PATCH", `${event.api}/quotas/${quota.id}`, { closed: true });
  }
  await organiser.enter(context);
  await page.goto(`${event.admin}/tickets/${event.products.Shirt}`);
  const lines = page.getByRole("region", { name: "How buyers see it" }).getByRole("listitem");
  const large = lines.filter({ hasText: "Large" });
  await expect(large).toContainText("Sold out");
  await expect(large).not.toContainText("up to");
  await expect(lines.filter({ hasText: "Small" })).toContainText("up to");
  // More places are typed: whether they are enough is known when they are stored.
  await page.getByRole("group", { name: "Variation 2" }).getByLabel("Its places").fill("30");
  await expect(large).toContainText("up to");
});

test("a removed variation is put back later, as it was", async ({ context, page, organiser }) => {
  const event = await organiser.event({ tickets: [{ name: "Shirt", price: 2400, size: 40 }] });
  const product = `${event.api}/products/${event.products.Shirt}`;
  for (const [name, price] of [
    ["Small", 2000],
    ["Large", 2600],
  ] as const) {
    await organiser.post(`${product}/variations`, { name: { en: name }, price_minor: price });
  }
  await organiser.enter(context);
  await page.goto(`${event.admin}/tickets/${event.products.Shirt}`);
  await page.getByRole("button", { name: "Remove Large" }).click();
  await page.getByRole("button", { name: "Save ticket" }).click();
  await expect(page.getByRole("heading", { name: "Removed variations" })).toBeVisible();
  await page.getByRole("button", { name: "Put back Large" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Large is back")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Removed variations" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Remove Large" })).toBeVisible();
  const { variations } = await organiser.get<Schemas["Product"]>(product);
  expect(variations.map(({ name, price }) => [name.en, price.amount_minor])).toEqual([
    ["Small", 2000],
    ["Large", 2600],
  ]);
});
