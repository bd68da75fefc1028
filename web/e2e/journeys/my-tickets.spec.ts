import type { Page } from "@playwright/test";
import { baseUrl, Organiser, type PlannedEvent, word } from "../support/organiser";
import { withSecurityKey } from "../support/security-key";
import { expect, test } from "../support/test";

/* Passkeys need a name, not a number. */
const home = () => baseUrl().replace("127.0.0.1", "localhost");

let organiser: Organiser;
let event: PlannedEvent;
const email = `grace-${word()}@guest.example`;

test.beforeAll(async () => {
  organiser = await Organiser.signUp();
  event = await organiser.event({ tickets: [{ name: "Seat", price: 1000 }] });
  await organiser.post(`${event.api}/orders`, {
    name: "Grace Guest",
    email,
    payment_method: "manual",
    paid: true,
    lines: [{ product: event.products.Seat, quantity: 2 }],
  });
});

test.afterAll(() => organiser.leave());

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Mail me the link" })).toBeVisible();
}

test("a guest adds a passkey and comes back without a mail", async ({ page }) => {
  await withSecurityKey(page);
  await page.goto(`${home()}/${organiser.slug}/my`);

  await test.step("first by a mailed link", async () => {
    await page.getByLabel("Email").fill(email);
    await page.getByRole("button", { name: "Mail me the link" }).click();
    await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
    await page.goto(`${home()}${await organiser.linkMailedTo(email)}`);
    await page.getByRole("button", { name: "See my tickets" }).click();
    await expect(page.getByText("2 tickets")).toBeVisible();
  });

  await test.step("a passkey with a name", async () => {
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByLabel("What to call it").fill("Laptop");
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByRole("button", { name: "Remove the passkey Laptop" })).toBeVisible();
    await signOut(page);
  });

  await test.step("signs in without an address", async () => {
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await expect(page.getByText("2 tickets")).toBeVisible();
  });

  await test.step("and not any more once it is removed", async () => {
    await page.getByRole("button", { name: "Remove the passkey Laptop" }).click();
    await expect(page.getByText("2 tickets")).toBeVisible();
    await expect(page.getByText("Laptop")).toBeHidden();
    await signOut(page);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await expect(page.getByText("This passkey is not known here")).toBeVisible();
  });
});

test("without JavaScript the mailed link is the way", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${home()}/${organiser.slug}/my`);
  await expect(page.getByRole("button", { name: "Use a passkey" })).toBeHidden();
  await page.getByLabel("Email").fill(email);
  await page.getByRole("button", { name: "Mail me the link" }).click();
  await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
  await context.close();
});
