import { createHmac } from "node:crypto";
import type { Page } from "@playwright/test";
import { baseUrl, word } from "../support/organiser";
import { withSecurityKey } from "../support/security-key";
import { expect, test } from "../support/test";

/* Passkeys belong to a domain name, and the one that needs no certificate is localhost. */
const home = () => baseUrl().replace("127.0.0.1", "localhost");

const password = "correct horse battery";

async function signUp(page: Page): Promise<string> {
  const email = `ada-${word()}@example.org`;
  await page.goto(`${home()}/admin/sign-up`);
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Create your organisation" })).toBeVisible();
  return email;
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
}

/** What an authenticator app shows for a secret in base 32 (RFC 6238). */
function totp(secret: string, at = Date.now()): string {
  const bits = [...secret].map((letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  );
  const bytes =
    bits
      .join("")
      .match(/.{8}/g)
      ?.map((byte) => Number.parseInt(byte, 2)) ?? [];
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac("sha1", Buffer.from(bytes)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("another name and another language", async ({ page }) => {
  await signUp(page);
  await page.goto(`${home()}/admin/account`);
  const you = page.getByRole("region", { name: "You", exact: true });
  await you.getByLabel("Name").fill(" ");
  await you.getByRole("button", { name: "Save" }).click();
  await expect(you.getByRole("alert")).toContainText("Enter your name");
  await you.getByLabel("Name").fill("Ada King");
  await you.getByLabel("Language").selectOption("Deutsch");
  await you.getByRole("button", { name: "Save" }).click();
  await expect(you.getByText("Saved")).toBeVisible();
  await page.reload();
  await expect(you.getByLabel("Language")).toHaveValue("de");
  await expect(page.getByRole("button", { name: "Account of Ada King" })).toBeVisible();
});

test("a passkey signs in without a word", async ({ page }) => {
  await withSecurityKey(page);
  await signUp(page);
  await page.goto(`${home()}/admin/account`);
  const passkeys = page.getByRole("region", { name: "Passkeys" });
  await passkeys.getByRole("button", { name: "Add a passkey" }).click();
  const naming = page.getByRole("dialog", { name: "Name this passkey" });
  await naming.getByLabel("Name").fill("Key ring");
  await naming.getByRole("button", { name: "Save" }).click();
  await expect(passkeys.getByRole("listitem")).toContainText("Key ring");

  await signOut(page);
  const button = page.getByRole("button", { name: "Sign in with a passkey" });
  const inside = page.getByRole("heading", { level: 1, name: "Create your organisation" });
  // A virtual key answers the offer in the address field by itself; otherwise the button asks.
  await expect(async () => {
    if (await button.isVisible()) await button.click({ timeout: 1_000 });
    await expect(inside).toBeVisible({ timeout: 3_000 });
  }).toPass();
});

test("a code besides the password, and one from paper when the phone is gone", async ({ page }) => {
  const email = await signUp(page);
  await page.goto(`${home()}/admin/account`);
  await page.getByRole("region", { name: "Second factor" }).getByRole("button", { name: "Set up" }).click();
  const setup = page.getByRole("dialog", { name: "Set up an authenticator app" });
  const secret = (await setup.getByText(/^[A-Z2-7 ]{20,}$/).innerText()).replaceAll(" ", "");
  await setup.getByLabel("Code that the app shows").fill("000000");
  await setup.getByRole("button", { name: "Confirm" }).click();
  await expect(setup.getByRole("alert")).toContainText("This code is wrong");
  await setup.getByLabel("Code that the app shows").fill(totp(secret));
  await setup.getByRole("button", { name: "Confirm" }).click();
  const paper = page.getByRole("dialog", { name: "Your recovery codes" });
  const spare = await paper.getByRole("listitem").first().innerText();
  await paper.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByRole("region", { name: "Second factor" })).toContainText("10 left");

  await signOut(page);
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "One more step" })).toBeVisible();
  await page.getByLabel("Code").fill(spare);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Create your organisation" })).toBeVisible();
});

test("a session that was ended elsewhere is refused at the next click", async ({ page, browser }) => {
  const email = await signUp(page);
  const stolen = await browser.newContext();
  const laptop = await stolen.newPage();
  await laptop.goto(`${home()}/admin/sign-in?next=/account`);
  await laptop.getByLabel("Email address").fill(email);
  await laptop.getByLabel("Password").fill(password);
  await laptop.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(laptop.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();

  await page.goto(`${home()}/admin/account`);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText("All others have ended.")).toBeVisible();
  await laptop.getByRole("button", { name: "Set up" }).click();
  await expect(laptop.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await laptop.goBack();
  await expect(
    laptop.getByRole("heading", { level: 1, name: "Sign in" }),
    "nothing is left to go back to",
  ).toBeVisible();
  await expect(laptop.getByText(email)).toBeHidden();
  await stolen.close();
});
