import { baseUrl, Organiser, type PlannedEvent, word } from "../support/organiser";
import { withSecurityKey } from "../support/security-key";
import { expect, test } from "../support/test";

/* Passkeys belong to a domain name, and the one that needs no certificate is localhost. */
const home = () => baseUrl().replace("127.0.0.1", "localhost");

let organiser: Organiser;
let event: PlannedEvent;
const email = `bea-${word()}@example.org`;

test.beforeAll(async () => {
  organiser = await Organiser.signUp("Harbour");
  event = await organiser.event({ tickets: [{ name: "Floor", price: 2450, size: 90 }] });
});

test.afterAll(() => organiser.leave());

test("invited, in with a passkey and no password, kept to her role, signed out by the owner, and back", async ({
  page,
  context,
  browser,
}) => {
  test.setTimeout(120_000);
  await organiser.enter(context);

  await test.step("the owner invites her as a viewer", async () => {
    await page.goto(`/admin/${organiser.slug}/members`);
    await page.getByRole("button", { name: "Invite" }).click();
    const drawer = page.getByRole("dialog", { name: "Invite somebody" });
    await drawer.getByLabel("Email address").fill(email);
    await drawer.getByLabel("Role").selectOption("Viewer");
    await drawer.getByRole("button", { name: "Send invitation" }).click();
    await expect(page.getByText(`An invitation is on its way to ${email}`)).toBeVisible();
  });

  const hers = await browser.newContext();
  const bea = await hers.newPage();
  await withSecurityKey(bea);
  await test.step("she follows the mail, makes an account with a passkey, and joins", async () => {
    await bea.goto(`${home()}${await organiser.mailed(email, /\/admin\/invitation\?token=[\w-]{43}/)}`);
    await bea.getByRole("link", { name: "Create an account" }).click();
    await expect(bea.getByLabel("Email address")).toHaveValue(email);
    await bea.getByLabel("Your name").fill("Bea Booker");
    await bea.getByRole("button", { name: "Without a password: finger, face or PIN" }).click();
    await expect(bea.getByLabel("Password")).toBeHidden();
    await bea.getByRole("button", { name: "Create account with a passkey" }).click();
    await bea.getByRole("button", { name: "Join as Bea Booker" }).click();
    await expect(bea.getByRole("heading", { level: 1, name: "Events" })).toBeVisible();
  });

  await test.step("what her role does not allow is not there, and refused by the server", async () => {
    for (const absent of ["New event", "Members", "API keys", "Mailbox", "Single sign-on", "Audit log"]) {
      await expect(bea.getByRole("link", { name: absent }), absent).toBeHidden();
    }
    await bea.goto(`${home()}/admin/${organiser.slug}/api-keys`);
    await expect(bea.getByText("Your role does not include this")).toBeVisible();
    const api = `${home()}/api/v1/organisations/${organiser.slug}`;
    expect((await bea.request.get(`${api}/events/${event.slug}/orders`)).status()).toBe(200);
    for (const path of ["members", "api-keys", "audit"]) {
      const answer = await bea.request.get(`${api}/${path}`);
      expect(answer.status(), path).toBe(403);
      expect(((await answer.json()) as { code: string }).code).toBe("auth.forbidden");
    }
  });

  await test.step("her laptop is stolen: the owner signs her out, and the next click is refused", async () => {
    await bea.goto(`${home()}/admin/${organiser.slug}`);
    await expect(bea.getByRole("heading", { level: 1, name: "Events" })).toBeVisible();
    await page.reload();
    await page.getByRole("button", { name: "Actions for Bea Booker" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    const asked = page.getByRole("dialog", { name: "Sign Bea Booker out of this organisation?" });
    await asked.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByText("Bea Booker is signed out of this organisation")).toBeVisible();
    await bea.locator(`a[href="${event.admin}"]`).click();
    await expect(bea.getByRole("dialog", { name: "Is it still you?" })).toBeVisible();
    const orders = `${home()}/api/v1/organisations/${organiser.slug}/events/${event.slug}/orders`;
    expect((await bea.request.get(orders)).status()).toBe(403);
  });

  await test.step("whoever has the passkey proves it and goes on", async () => {
    await bea.getByRole("button", { name: "Use a passkey" }).click();
    await expect(bea.getByRole("dialog", { name: "Is it still you?" })).toBeHidden();
    await bea.goto(`${home()}${event.admin}`);
    await expect(bea.getByRole("heading", { level: 1, name: "Concert under the roof" })).toBeVisible();
    await hers.close();
  });
});
