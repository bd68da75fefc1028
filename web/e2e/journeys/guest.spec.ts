import type { Page } from "@playwright/test";
import { bank, type PlannedEvent } from "../support/organiser";
import { expect, test } from "../support/test";

// Everything here works on a small phone without any script.
test.use({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });

let event: PlannedEvent;

test.beforeAll(async ({ organiser }) => {
  event = await organiser.event({
    name: { en: "Strings on a small phone" },
    tickets: [
      { name: "Balcony", price: 0, size: 40 },
      { name: "Floor", price: 2450, size: 40, more: { max_per_order: 4 } },
      { name: "Last chair", price: 1000, size: 1 },
      { name: "Sofa", price: 3000, size: 1 },
    ],
  });
  await event.order("Early Bird", "Last chair");
});

async function choose(page: Page, tickets: Record<string, number>): Promise<void> {
  await page.goto(event.page);
  for (const [name, quantity] of Object.entries(tickets))
    await page.getByLabel(`How many: ${name}`).fill(String(quantity));
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Who is buying?" })).toBeVisible();
}

async function introduce(page: Page, name: string, email: string): Promise<void> {
  await page.getByLabel("Full name").fill(name);
  await page.getByLabel("Email address").fill(email);
  // Return goes on, although the button for more time stands before the form's own.
  await page.getByLabel("Email address").press("Enter");
}

/** From the event page to the page where the way of paying is chosen. */
async function upToReview(page: Page, tickets: Record<string, number>, name: string): Promise<void> {
  await choose(page, tickets);
  await introduce(page, name, "guest@example.org");
  // A single ticket is the buyer's own: nobody is asked whose it is.
  const several = page.getByRole("button", { name: "Add later" });
  if (await several.isVisible()) await several.click();
  await expect(page.getByRole("heading", { level: 1, name: /^Check/ })).toBeVisible();
}

test("a free ticket: from the organiser's page to the code for the door", async ({ page, organiser }) => {
  await page.goto(`/${organiser.slug}`);
  await page.getByRole("link", { name: "Strings on a small phone" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Strings on a small phone" })).toBeVisible();

  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "There is a problem" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Choose at least one ticket" })).toBeVisible();
  await choose(page, { Balcony: 2 });

  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveTitle(/^Error:/);
  await expect(page.getByRole("alert").getByRole("link")).toHaveText([
    "Enter your full name",
    "Enter your email address",
  ]);
  await page.getByRole("link", { name: "Enter your email address" }).click();
  await expect(page).toHaveURL(/#email$/);

  await page.getByLabel("Full name").fill("Grace Hopper");
  await page.getByLabel("Email address").fill("grace at navy");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByLabel("Full name")).toHaveValue("Grace Hopper");
  await expect(page.getByLabel("Email address")).toHaveValue("grace at navy");
  await expect(page.getByLabel("Email address")).toHaveAttribute("aria-invalid", "true");
  await introduce(page, "Grace Hopper", "grace@example.org");

  await expect(page.getByRole("heading", { level: 1, name: "Who are the tickets for?" })).toBeVisible();
  await page.getByLabel("Name").first().fill("Grace Hopper");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveTitle(/^Check your order/);
  await expect(page.getByRole("definition").filter({ hasText: "grace@example.org" })).toBeVisible();
  await page.getByRole("button", { name: "Place free order" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "You are going!" })).toBeVisible();
  await expect(page.getByText("Valid", { exact: true })).toHaveCount(2);
  await page.getByRole("link", { name: "Show ticket 1" }).click();
  await expect(page.locator(".pass-code svg").first()).toBeVisible();
  await expect(page.getByText("Grace Hopper")).toBeVisible();
  const width = (await page.locator(".pass-code svg").first().boundingBox())?.width ?? 0;
  expect(width, "the code is large enough for a scanner").toBeGreaterThan(180);
});

test("a card that is declined, then another that is approved", async ({ page }) => {
  await upToReview(page, { Floor: 2 }, "Mary Jackson");
  await expect(page.getByRole("button", { name: "Pay €49.00" })).toBeVisible();
  await page.getByLabel("Card (sandbox)").check();
  await page.getByRole("button", { name: "Pay €49.00" }).click();

  await expect(page).toHaveURL(/\/sandbox\/pay\//);
  await expect(page.getByRole("heading", { level: 1, name: "49.00" })).toBeVisible();
  await page.getByRole("button", { name: "Decline" }).click();
  await settled(page, "The payment was declined");
  await expect(page.getByText("your tickets are still reserved")).toBeVisible();

  await expect(page.getByRole("button", { name: "Pay €49.00 · Bank transfer" })).toBeVisible();
  await page.getByRole("button", { name: "Pay €49.00 · Card (sandbox)" }).click();
  await expect(page).toHaveURL(/\/sandbox\/pay\//);
  await page.getByRole("button", { name: /Approve Paid at once/ }).click();
  await settled(page, "You are going!");
  await expect(page.getByRole("link", { name: "Show ticket 2" })).toBeVisible();
});

/** The provider's word arrives a moment after the guest: until then there is a page with a way to look again. */
async function settled(page: Page, heading: string): Promise<void> {
  await expect(async () => {
    const again = page.getByRole("link", { name: "Check again" });
    if (await again.isVisible()) await again.click();
    await expect(page.getByRole("heading", { name: heading })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 15_000 });
}

test("a bank transfer: the details to pay, and what happens next", async ({ page }) => {
  await upToReview(page, { Floor: 1 }, "Dorothy Vaughan");
  await page.getByRole("button", { name: "Pay €24.50" }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: "Choose how you want to pay" })).toBeVisible();
  await page.getByLabel("Bank transfer").check();
  await page.getByRole("button", { name: "Pay €24.50" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Waiting for your transfer" })).toBeVisible();
  const details = page.getByRole("region", { name: "Transfer the money" });
  await expect(details).toContainText(bank.account_holder);
  await expect(details).toContainText(/DE89\s?3704\s?0044\s?0532\s?0130\s?00/);
  await expect(details).toContainText("€24.50");
  await expect(page.getByText("After payment")).toBeVisible();
  await expect(page.getByRole("link", { name: "Show ticket" })).toHaveCount(0);
});

test("more time, with what was typed kept", async ({ page }) => {
  await choose(page, { Balcony: 1 });
  const hold = page.getByRole("region", { name: "Tickets held for you" });
  await expect(hold).toContainText(/held for about \d+ minutes/);
  await page.getByLabel("Full name").fill("Katherine Johnson");
  await hold.getByRole("button", { name: "Extend time" }).click();
  await expect(page.getByText("Done. You have more time now.")).toBeVisible();
  await expect(page.getByLabel("Full name")).toHaveValue("Katherine Johnson");
});

test("sold out and held are told apart, and given-up tickets come back", async ({ page }) => {
  await choose(page, { Sofa: 1 });
  const checkout = page.url();
  await page.goto(event.page);
  const line = (name: string) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
  await expect(line("Last chair")).toContainText("Sold out");
  // The page may be a few seconds old, as any cache in front of it may hold it that long.
  await expect(async () => {
    await page.goto(event.page);
    await expect(line("Sofa")).toContainText("other people’s carts", { timeout: 500 });
  }).toPass({ timeout: 20_000 });

  await page.goto(checkout);
  await page.getByRole("button", { name: "Give up these tickets" }).click();
  await expect(async () => {
    await page.goto(event.page);
    await expect(page.getByLabel("How many: Sofa")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
});
