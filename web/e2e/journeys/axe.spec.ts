import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { Organiser, PlannedEvent, Schemas } from "../support/organiser";
import { expect, test } from "../support/test";

test.describe.configure({ mode: "parallel" });

let event: PlannedEvent;
let order: Schemas["OrderView"];
let waiting: Schemas["OrderView"];
let bare: PlannedEvent;
let priced: PlannedEvent;
let voucher: Schemas["Voucher"];

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
  bare = await organiser.event({ tickets: [{ name: "Floor", price: 2450, size: 40 }] });
  priced = await organiser.event({
    tickets: [
      { name: "Floor", price: 2450, size: 40 },
      { name: "Crew", price: 0, size: 9, more: { visibility: "voucher" } },
      { name: "Dinner", price: 4000, size: 40 },
      { name: "Parking", price: 900, size: 40, more: { sold_alone: false } },
    ],
  });
  await organiser.patch(`${priced.api}/products/${priced.products.Floor}`, {
    add_ons: [{ product_id: priced.products.Parking ?? "" }],
    bundle: [{ product_id: priced.products.Dinner ?? "", share_minor: 1000 }],
  } satisfies Schemas["ProductPatch"]);
  voucher = await organiser.post<Schemas["Voucher"]>(`${priced.api}/vouchers`, {
    code: "STRINGS-2027",
    tag: "Press",
    effect: { kind: "percent", percent: "12.5" },
    budget_minor: 20_000,
    max_uses: 10,
    valid_until: "2026-01-01T00:00:00Z",
  });
  await organiser.post(`${priced.api}/discounts`, {
    name: { en: "Early bird" },
    effect: { kind: "percent", percent: "20" },
    max_uses: 100,
  } satisfies Schemas["DiscountIn"]);
  await organiser.post(`${priced.api}/tax-rules`, {
    name: { en: "VAT" },
    base: { kind: "charge", rate: "19" },
    cases: [{ country: "eu", buyer: "business_with_vat_id", treatment: { kind: "reverse_charge" } }],
  } satisfies Schemas["TaxRuleIn"]);
  await organiser.post(`${priced.api}/fees`, {
    name: { en: "Booking fee" },
    amount: { kind: "fixed", amount_minor: 0 },
    active: false,
  } satisfies Schemas["FeeIn"]);
  await event.order("Early Bird", "Sofa");
  order = await event.order("Grace Hopper", "Floor");
  waiting = await event.order("Late Payer", "Floor", 1, { payment_method: "bank_transfer", paid: false });
});

/** Every rule of axe in light, contrast again in dark, one h1, and nothing that sticks out on a small phone. */
async function examine(page: Page): Promise<void> {
  const found = async (axe: AxeBuilder) =>
    (await axe.analyze()).violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, any, all, none }) => `${id}: ${target.join(" ")}: ${[...any, ...all, ...none][0]?.message}`),
    );
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  const light = await found(new AxeBuilder({ page }).options({ rules: { "target-size": { enabled: true } } }));
  expect.soft(light, `light: ${page.url()}`).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  const dark = await found(new AxeBuilder({ page }).withRules(["color-contrast", "link-in-text-block"]));
  expect.soft(dark, `dark: ${page.url()}`).toEqual([]);
  expect.soft(await page.locator("h1").count(), `headings of the first level: ${page.url()}`).toBe(1);

  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  expect.soft(await page.evaluate(sideways), `sticks out at 320 px: ${page.url()}`).toBe(0);
  if (size) await page.setViewportSize(size);
}

/** Paper is white, whatever the screen is. */
async function print(page: Page): Promise<void> {
  await page.emulateMedia({ media: "print", colorScheme: "dark", reducedMotion: "reduce" });
  const { violations } = await new AxeBuilder({ page }).withRules(["color-contrast"]).analyze();
  const found = violations.flatMap(({ nodes }) => nodes.map(({ target, any }) => `${target}: ${any[0]?.message}`));
  expect.soft(found, `printed: ${page.url()}`).toEqual([]);
  expect.soft(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
  await page.emulateMedia({ media: "screen", colorScheme: "light", reducedMotion: "reduce" });
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

test("what goes along with a ticket", async ({ page }) => {
  await page.goto(priced.page);
  await page.getByRole("spinbutton", { name: "How many: Floor" }).fill("1");
  await page.getByRole("button", { name: "Continue" }).click();
  const parking = page.getByRole("spinbutton", { name: "Parking" });
  await examine(page);
  await parking.fill("2");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveTitle(/^Error:/);
  await expect(parking).toHaveAttribute("aria-invalid", "true");
  await examine(page);
  await print(page);
});

test("orders and tickets", async ({ page }) => {
  await page.goto(event.page);
  await print(page);
  await page.goto(order.secret_url ?? "");
  await examine(page);
  await print(page);
  await page.getByRole("link", { name: "Show ticket" }).click();
  await expect(page.locator(".pass-code")).toBeVisible();
  await examine(page);
  await print(page);
  await page.goto(waiting.secret_url ?? "");
  await examine(page);
  await print(page);
});

test("the doors to the admin", async ({ page, organiser, context }) => {
  test.setTimeout(120_000);
  for (const path of [
    "/admin/sign-in",
    "/admin/sign-in?problem=identity.sso_foreign_domain&org=nachtmusik",
    "/admin/sign-up",
    "/admin/forgot",
    "/admin/reset?token=x",
    "/admin/verify?token=x",
    "/admin/invitation?token=x",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await examine(page);
  }
  await organiser.enter(context);
  for (const path of ["/admin/new-organisation", "/admin/account"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    await examine(page);
  }
});

test("the gallery", async ({ page }) => {
  test.setTimeout(180_000);
  const looks = ["", "dir=rtl&density=compact", "open=palette", "open=toast"];
  for (const look of looks) {
    await page.goto(`/admin/gallery?${look}`);
    await expect(page.getByRole("heading", { level: 1, name: "Gallery", includeHidden: true })).toBeVisible();
    await page.waitForLoadState("networkidle");
    await examine(page);
  }
});

type Screens = Record<string, (organiser: Organiser) => string>;

const organisation: Screens = {
  events: ({ slug }) => `/admin/${slug}`,
  "new event": ({ slug }) => `/admin/${slug}/new-event`,
  mailbox: ({ slug }) => `/admin/${slug}/mailbox`,
  "background jobs": ({ slug }) => `/admin/${slug}/jobs`,
  settings: ({ slug }) => `/admin/${slug}/settings`,
  members: ({ slug }) => `/admin/${slug}/members`,
  inviting: ({ slug }) => `/admin/${slug}/members?panel=invite`,
  "a new team": ({ slug }) => `/admin/${slug}/members?team=new`,
  roles: ({ slug }) => `/admin/${slug}/roles`,
  "a new role": ({ slug }) => `/admin/${slug}/roles?role=new`,
  "api keys": ({ slug }) => `/admin/${slug}/api-keys`,
  "a new key": ({ slug }) => `/admin/${slug}/api-keys?panel=new`,
  "a new app": ({ slug }) => `/admin/${slug}/api-keys?panel=app`,
  "audit log": ({ slug }) => `/admin/${slug}/audit`,
  security: ({ slug }) => `/admin/${slug}/security`,
  "single sign-on": ({ slug }) => `/admin/${slug}/sso`,
  "a wrong address": ({ slug }) => `/admin/${slug}/events/no-such-event`,
};

const selling: Screens = {
  dashboard: () => event.admin,
  "door links": () => `${event.admin}/door-links`,
  "a new door link": () => `${event.admin}/door-links?panel=new`,
  settings: () => `${event.admin}/settings`,
  tickets: () => `${event.admin}/tickets`,
  "ticket editor": () => `${event.admin}/tickets/${event.products.Floor}`,
  "a ticket with add-ons and parts": () => `${priced.admin}/tickets/${priced.products.Floor}`,
  "an add-on": () => `${priced.admin}/tickets/${priced.products.Parking}`,
  "tickets that belong together": () => `${priced.admin}/tickets`,
  "a shared limit": () => `${event.admin}/tickets?limit=new`,
  "a category": () => `${event.admin}/tickets?category=new`,
  door: () => `${event.admin}/door`,
};

const prices: Screens = {
  "no vouchers yet": () => `${bare.admin}/vouchers`,
  vouchers: () => `${priced.admin}/vouchers`,
  "a voucher": () => `${priced.admin}/vouchers?voucher=${voucher.id}`,
  "what vouchers are for": () => `${priced.admin}/vouchers?panel=new`,
  "new vouchers": () => `${priced.admin}/vouchers?panel=new&recipe=group`,
  "no discounts yet": () => `${bare.admin}/discounts`,
  discounts: () => `${priced.admin}/discounts`,
  "no taxes yet": () => `${bare.admin}/taxes`,
  taxes: () => `${priced.admin}/taxes`,
  "what taxes are like": () => `${priced.admin}/taxes?panel=tax`,
  "a new tax rule": () => `${priced.admin}/taxes?panel=tax&tax=eu_business`,
  "a new fee": () => `${priced.admin}/taxes?panel=fee&charge=booking`,
  "a new discount": () => `${priced.admin}/discounts?panel=new&recipe=free_one`,
};

const orders: Screens = {
  list: () => `${event.admin}/orders`,
  "nothing found": () => `${event.admin}/orders?status=paid&q=nobody`,
  "new order": () => `${event.admin}/orders?panel=new`,
  order: () => `${event.admin}/orders/${order.code}`,
  "marking as paid": () => `${event.admin}/orders/${waiting.code}?panel=pay`,
};

for (const [part, screens] of Object.entries({ organisation, event: selling, prices, orders })) {
  test(`the admin: ${part}`, async ({ page, organiser, context }) => {
    test.setTimeout(180_000);
    await organiser.enter(context);
    for (const [name, address] of Object.entries(screens)) {
      await test.step(name, async () => {
        await page.goto(address(organiser));
        await expect(page.locator("h1")).not.toHaveText("");
        await page.waitForLoadState("networkidle");
        await examine(page);
      });
    }
  });
}
