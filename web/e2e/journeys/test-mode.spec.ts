import type { Schemas } from "../support/organiser";
import { expect, test } from "../support/test";

test("an event is tried out: a guest buys, the order is a test, and nothing of it is left", async ({
  context,
  page,
  organiser,
}) => {
  const event = await organiser.event({ tickets: [{ name: "Floor", price: 0, size: 5 }] });
  await event.order("Real Guest", "Floor", 2, { payment_method: "free", paid: false });
  await organiser.enter(context);

  await page.goto(event.admin);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Test mode…" }).click();
  const begin = page.getByRole("dialog", { name: "Begin test mode?" });
  await begin.getByRole("button", { name: "Begin test mode" }).click();
  await expect(begin.getByRole("alert")).toBeVisible();
  await begin.getByLabel("Web address of the event").fill(event.slug);
  await begin.getByRole("button", { name: "Begin test mode" }).click();
  const banner = page.getByRole("region", { name: "Test mode" });
  await expect(banner).toContainText("What is ordered now does not count.");

  await page.goto(event.page);
  await expect(page.getByRole("region", { name: "Test mode" })).toContainText("not a real order");
  await page.getByRole("spinbutton", { name: "How many: Floor" }).fill("5");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Full name").fill("Grace Hopper");
  await page.getByLabel("Email address").fill("grace@example.org");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Add later" }).click();
  await page.getByRole("button", { name: "Place free order" }).click();
  await expect(page.getByRole("region", { name: "Test order" })).toContainText("This is a test.");

  await page.goto(event.admin);
  await banner.getByRole("link", { name: "Test orders" }).click();
  const row = page.getByRole("row", { name: /Grace Hopper/ });
  await expect(row).toContainText("Test");
  await row.getByRole("link").click();
  await expect(page.getByText("This is a test order")).toBeVisible();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Delete test order" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete it" }).click();
  await expect(page.getByRole("heading", { name: "No order matches" })).toBeVisible();

  await page.goto(event.admin);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "End test mode…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End test mode" }).click();
  await expect(banner).toBeHidden();
  const quotas = await organiser.get<Schemas["QuotaList"]>(`${event.api}/quotas`);
  expect(quotas.items.map(({ sold, held }) => [sold, held])).toEqual([[2, 0]]);
  await page.goto(event.page);
  // Browsers keep the page for some seconds unless they are told to look.
  await page.reload();
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Test mode" })).toBeHidden();
});
