import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { Organiser, PlannedEvent, Schemas } from "../support/organiser";
import { expect, test } from "../support/test";

let event: PlannedEvent;
let order: Schemas["OrderView"];
let waiting: Schemas["OrderView"];

test.beforeAll(async ({ organiser }) => {
  event = await organiser.event({
    name: { en: "Night of the strings", ar: "ليلة الأوتار" },
    tickets: [
      { name: "Balcony", price: 0, size: 40 },
      { name: "Floor", price: 2450, size: 40 },
      { name: "Sofa", price: 3000, size: 1 },
      { name: "Members", price: 1000, size: 9, more: { visibility: "code", access_code: "STRINGS" } },
    ],
  });
  await event.order("Early Bird", "Sofa");
  order = await event.order("Grace Hopper", "Floor");
  waiting = await event.order("Late Payer", "Floor", 1, { payment_method: "bank_transfer", paid: false });
});

/** What axe finds, and whether anything sticks out sideways, in both colour schemes. */
async function examine(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
      .options({ rules: { "target-size": { enabled: true } } })
      .analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary?.split("\n")[1]?.trim()}`),
    );
    expect.soft(found, `${colorScheme} ${page.url()}`).toEqual([]);
  }
  await expect.soft(page.getByRole("heading", { level: 1 }), `one h1 on ${page.url()}`).toHaveCount(1);
  await page.setViewportSize({ width: 320, height: 640 });
  const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  expect.soft(await page.evaluate(sideways), `scrolls sideways at 320 px: ${page.url()}`).toBe(0);
  await page.setViewportSize({ width: 1280, height: 720 });
}

interface Cart {
  secret: string;
}

async function cart(organiser: Organiser): Promise<string> {
  const { secret } = await organiser.post<Cart>(`/public/${organiser.slug}/${event.slug}/carts`, {
    lines: [{ product: event.products.Floor, quantity: 2 }],
  });
  return `${event.page}/checkout/${secret}`;
}

test("lists and the event's page", async ({ page, organiser }) => {
  for (const path of [
    "/",
    "/accessibility",
    "/privacy",
    `/${organiser.slug}`,
    event.page,
    `${event.page}?code=STRINGS`,
    `/ar${event.page}`,
    "/no-such-page",
  ]) {
    await page.goto(path);
    await examine(page);
  }
  await page.goto(event.page);
  await page.getByRole("button", { name: "Continue" }).click();
  await examine(page);
});

test("the checkout and the payment page", async ({ page, organiser }) => {
  await page.goto(`${await cart(organiser)}/you`);
  await examine(page);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveTitle(/^Error:/);
  await examine(page);
  await page.getByLabel("Full name").fill("Grace Hopper");
  await page.getByLabel("Email address").fill("grace@gmial.com");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Did you mean")).toBeVisible();
  await examine(page);
  await page.getByRole("button", { name: "My address is right" }).click();
  await expect(page).toHaveURL(/\/tickets$/);
  await examine(page);
  await page.getByRole("button", { name: "Add later" }).click();
  await expect(page).toHaveURL(/\/review$/);
  await examine(page);
  await page.getByLabel("Card (sandbox)").check();
  await page.getByRole("button", { name: /^Pay/ }).click();
  await expect(page).toHaveURL(/\/sandbox\/pay\//);
  await examine(page);
});

test("orders and tickets", async ({ page }) => {
  await page.goto(order.secret_url);
  await examine(page);
  await page.getByRole("link", { name: "Show ticket" }).click();
  await expect(page.locator(".pass-code")).toBeVisible();
  await examine(page);
  await page.goto(waiting.secret_url);
  await examine(page);
});

test("the doors to the admin", async ({ page, organiser, context }) => {
  for (const path of ["/admin/sign-in", "/admin/sign-up"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await examine(page);
  }
  await organiser.enter(context);
  await page.goto("/admin/new-organisation");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await examine(page);
});

const screens: Record<string, (organiser: Organiser) => string> = {
  events: ({ slug }) => `/admin/${slug}`,
  "new event": ({ slug }) => `/admin/${slug}/new-event`,
  mailbox: ({ slug }) => `/admin/${slug}/mailbox`,
  "background jobs": ({ slug }) => `/admin/${slug}/jobs`,
  "organisation settings": ({ slug }) => `/admin/${slug}/settings`,
  dashboard: () => event.admin,
  tickets: () => `${event.admin}/tickets`,
  "ticket editor": () => `${event.admin}/tickets?ticket=${event.products.Floor}`,
  orders: () => `${event.admin}/orders`,
  "filtered orders": () => `${event.admin}/orders?status=paid&q=nobody`,
  "new order": () => `${event.admin}/orders?panel=new`,
  order: () => `${event.admin}/orders/${order.code}`,
  "marking as paid": () => `${event.admin}/orders/${waiting.code}?panel=pay`,
  door: () => `${event.admin}/door`,
  "event settings": () => `${event.admin}/settings`,
  "a wrong address": ({ slug }) => `/admin/${slug}/events/no-such-event`,
};

for (const [name, address] of Object.entries(screens)) {
  test(`admin: ${name}`, async ({ page, organiser, context }) => {
    await organiser.enter(context);
    await page.goto(address(organiser));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle").catch(() => undefined);
    await examine(page);
  });
}
