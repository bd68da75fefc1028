import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { Organiser, type PlannedEvent, type Schemas } from "../support/organiser";
import { expect, test } from "../support/test";

// The README's pictures. They are taken only when asked for: SCREENSHOTS=1 npx playwright test screenshots
test.use({ viewport: { width: 1280, height: 800 } });

const folder = resolve(import.meta.dirname, "../../../docs/screenshots");
let nachtmusik: Organiser;
let event: PlannedEvent;
let placed: Schemas["OrderView"][];

test.beforeAll(async () => {
  test.setTimeout(120_000);
  nachtmusik = await Organiser.signUp("Kesselhaus Concerts");
  event = await nachtmusik.event({
    name: { en: "Night of the strings" },
    tickets: [
      {
        name: "Floor, standing",
        price: 2450,
        size: 180,
        more: { description: { en: "Right in front of the stage." } },
      },
      { name: "Balcony, seated", price: 3600, size: 60, more: { description: { en: "Free choice of seats." } } },
      { name: "Under 18", price: 900, size: 24, more: { max_per_order: 4 } },
      {
        name: "Dinner before",
        price: 3200,
        size: 40,
        more: {
          kind: "merchandise",
          sold_alone: false,
          description: { en: "Three courses in the engine room, 5 pm." },
        },
      },
    ],
  });
  await nachtmusik.patch(`${event.api}/products/${event.products["Balcony, seated"]}`, {
    add_ons: [{ product_id: event.products["Dinner before"] ?? "", max: 1 }],
  } satisfies Schemas["ProductPatch"]);
  await nachtmusik.post(`${event.api}/discounts`, {
    name: { en: "Early bird" },
    effect: { kind: "percent", percent: "15" },
    max_uses: 40,
    sort: 10,
  } satisfies Schemas["DiscountIn"]);
  await nachtmusik.post(`${event.api}/discounts`, {
    name: { en: "Every fourth one is free" },
    effect: { kind: "percent", percent: "100" },
    min_count: 4,
    cheapest: 1,
    sort: 20,
  } satisfies Schemas["DiscountIn"]);
  const guests = [
    "Amira Haddad",
    "Ben Okafor",
    "Chiara Ricci",
    "Daniel Weiss",
    "Elif Yılmaz",
    "Frida Lindqvist",
    "Goran Petrović",
    "Hana Suzuki",
    "Ines Duarte",
  ];
  placed = [];
  for (const [index, name] of guests.entries()) {
    const ticket = ["Floor, standing", "Balcony, seated", "Floor, standing", "Under 18"][index % 4] ?? "";
    const open = index % 5 === 2;
    const how = open ? { payment_method: "bank_transfer" as const, paid: false } : {};
    placed.push(await event.order(name, ticket, 1 + (index % 3), how));
  }
});

test.afterAll(() => nachtmusik?.leave());

async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready);
  const picture = await page.screenshot({ animations: "disabled", caret: "hide" });
  expect(picture.length, `${name}.png is small enough for the README`).toBeLessThan(150 * 1024);
  mkdirSync(folder, { recursive: true });
  writeFileSync(resolve(folder, `${name}.png`), picture);
}

test("public pages", async ({ page }) => {
  await page.goto(event.page);
  await take(page, "event");
  await page.getByRole("spinbutton", { name: "How many: Floor, standing" }).fill("2");
  await page.getByRole("button", { name: /^Continue/ }).click();
  await page.getByLabel("Full name").fill("Grace Hopper");
  await page.getByLabel("Email address").fill("grace@example.org");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Add later" }).click();
  await page.getByLabel("Card (sandbox)").check();
  await take(page, "checkout");
  await page.goto(placed.at(1)?.secret_url ?? "");
  await take(page, "order");
});

test("the admin", async ({ page, context }) => {
  await nachtmusik.enter(context);
  await page.goto(event.admin);
  await expect(page.getByRole("button", { name: /^Account of/ })).toBeVisible();
  await take(page, "admin-dashboard");
  await page.goto(`${event.admin}/tickets/${event.products["Balcony, seated"]}`);
  await expect(page.getByRole("region", { name: "How buyers see it" })).toContainText("Dinner before");
  await page.locator("#price").evaluate((part) => part.scrollIntoView({ block: "start" }));
  await take(page, "ticket");
  await page.goto(`${event.admin}/discounts`);
  await expect(page.getByRole("region", { name: "Test basket" })).toContainText("The buyer pays");
  await take(page, "discounts");
  await page.goto(`${event.admin}/orders`);
  await expect(page.getByRole("button", { name: /^Account of/ })).toBeVisible();
  await take(page, "orders");
  await page.goto(`${event.admin}/door`);
  const { items } = await nachtmusik.get<Schemas["CheckInLists"]>(`${event.api}/check-in-lists`);
  const codes = placed.flatMap(({ positions }) => positions.flatMap(({ ticket }) => ticket?.short_code ?? []));
  for (const [index, code] of codes.slice(0, 9).entries())
    await nachtmusik.post(`${event.api}/check-in-lists/${items[0]?.id}/redeem`, {
      code,
      nonce: crypto.randomUUID(),
      gate: index % 2 ? "Gate A" : "Gate B",
    });
  await page.getByLabel("Ticket code").fill(codes[10] ?? "");
  await page.getByRole("button", { name: "Check" }).click();
  await expect(page.locator("[data-verdict=admitted]")).toBeVisible();
  await take(page, "door");
});
