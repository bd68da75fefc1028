import { type Schemas, word } from "../support/organiser";
import { expect, test } from "../support/test";

test("from nothing to an event on sale", async ({ page }) => {
  await page.goto("/admin/sign-up");
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByLabel("Email address").fill(`ada-${word()}@example.org`);
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("alert")).toContainText("Use at least 8 characters for the password");
  await page.getByLabel("Password").fill("correct horse battery");
  await page.getByRole("button", { name: "Create account" }).click();

  const name = `Engine Club ${word()}`;
  await expect(page.getByRole("heading", { level: 1, name: "Create your organisation" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Create organisation" }).click();
  const org = name.toLowerCase().replaceAll(" ", "-");
  await expect(page).toHaveURL(new RegExp(`/admin/${org}$`));

  await page.goto(`/admin/${org}/new-event`);
  await page.getByLabel("Name", { exact: true }).fill("Evening of the engines");
  await page.getByLabel("Place").fill("Old Boiler House");
  await page.getByRole("button", { name: "Create event" }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: "Enter when the event starts" })).toBeVisible();
  // Digits flow from field to field, as a date is typed.
  await page.getByRole("spinbutton", { name: "day, Starts" }).focus();
  await page.keyboard.type(`1403${new Date().getFullYear() + 1}1900`);
  await page.getByRole("button", { name: "Create event" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Evening of the engines" })).toBeVisible();

  const checklist = page.getByRole("region", { name: "Setup checklist" });
  await expect(checklist.getByRole("heading")).toHaveText(/missing$/);
  await page.getByRole("button", { name: "Publish event" }).click();
  await expect(checklist.getByRole("alert")).toContainText(/ticket/i);

  await checklist.getByRole("listitem").filter({ hasText: "Missing" }).getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Tickets" })).toBeVisible();
  const row = page.getByRole("form", { name: "Add a ticket" });
  await row.getByLabel("Ticket").fill("Standard");
  await row.getByLabel("Price").fill("0");
  await row.getByLabel("How many").fill("120");
  await row.getByRole("button", { name: "Add ticket" }).click();
  const ticket = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: "Standard" }) });
  await expect(ticket).toContainText("120");
  await expect(ticket).toContainText("Free");

  await page.getByRole("link", { name: "Dashboard" }).click();
  await expect(checklist.getByRole("heading")).toHaveText("Ready to publish");
  await page.getByRole("link", { name: "Preview" }).click();
  await expect(page.getByText("Preview – not public")).toBeVisible();
  await page.goBack();
  await page.getByRole("button", { name: "Publish event" }).click();
  await page.getByRole("link", { name: "Event page" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Evening of the engines" })).toBeVisible();
  await expect(page.getByRole("spinbutton", { name: "How many: Standard" })).toBeVisible();
});

test("orders are found by name and by status, and the address remembers how", async ({ context, page, organiser }) => {
  const event = await organiser.event({ tickets: [{ name: "Floor", price: 2450, size: 90 }] });
  await event.order("Ada Paid", "Floor");
  await event.order("Grace Waiting", "Floor", 2, { payment_method: "bank_transfer", paid: false });
  await organiser.enter(context);

  await page.goto(`${event.admin}/orders`);
  const orders = page.getByRole("region", { name: "Orders" }).getByRole("row");
  await expect(orders).toHaveCount(3);
  await page.getByRole("searchbox", { name: "Search orders" }).fill("grace");
  await expect(page).toHaveURL(/\?q=grace$/);
  await expect(orders).toHaveCount(2);
  await expect(orders.last()).toContainText("Grace Waiting");

  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("menuitem", { name: "Paid", exact: true }).click();
  await expect(page).toHaveURL(/status=paid/);
  await expect(page.getByText("No order matches")).toBeVisible();
  await page.getByRole("link", { name: "Show all orders" }).click();
  await expect(orders).toHaveCount(3);

  await page.goto(`${event.admin}/orders?status=paid`);
  await expect(orders).toHaveCount(2);
  await expect(orders.last()).toContainText("Ada Paid");
  const exported = await page.request.get(
    (await page.getByRole("link", { name: "Export CSV" }).getAttribute("href")) ?? "",
  );
  const csv = await exported.text();
  expect(csv).toContain("Ada Paid");
  expect(csv).not.toContain("Grace Waiting");
});

test("a transfer arrives: marked as paid, mailed with its PDF, let in once", async ({ context, page, organiser }) => {
  const event = await organiser.event({
    name: { en: "Late transfer" },
    tickets: [{ name: "Floor", price: 2450, size: 90 }],
  });
  const order = await event.order("Grace Hopper", "Floor", 1, { payment_method: "bank_transfer", paid: false });
  await organiser.enter(context);

  await page.goto(`${event.admin}/orders/${order.code}`);
  await page.getByRole("button", { name: "Mark as paid" }).click();
  const panel = page.getByRole("dialog", { name: `Mark ${order.code} as paid` });
  await panel.getByLabel("Note").fill("Statement of today, line 3");
  await panel.getByRole("button", { name: "Mark €24.50 as paid" }).click();
  await expect(page.getByText(`Order ${order.code} is paid`)).toBeVisible();
  await expect(panel).toBeHidden();

  const paid = await organiser.get<Schemas["OrderView"]>(`${event.api}/orders/${order.code}`);
  const code = paid.positions[0]?.ticket?.short_code ?? "";
  expect(code, "a paid order has its ticket at once").not.toBe("");

  const mail = page
    .getByRole("list", { name: "Mails" })
    .getByRole("link", { name: /ticket/i })
    .first();
  await expect(async () => {
    await page.goto(`/admin/${organiser.slug}/mailbox?q=grace`);
    await expect(mail).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await mail.click();
  const pdf = page.getByRole("list", { name: "Attachments" }).getByRole("link", { name: /^[^ ]+\.pdf$/ });
  const file = await page.request.get((await pdf.first().getAttribute("href")) ?? "");
  expect(file.headers()["content-type"]).toBe("application/pdf");
  expect((await file.body()).subarray(0, 5).toString()).toBe("%PDF-");
  await expect(page.frameLocator("iframe").getByText("Grace Hopper").first()).toBeVisible();

  await page.goto(`${event.admin}/door`);
  const check = async (typed: string) => {
    await page.getByLabel("Ticket code").fill(typed);
    await page.getByRole("button", { name: "Check" }).click();
  };
  const verdict = page.getByRole("main").getByRole("alert");
  await check(code.toLowerCase());
  await expect(verdict).toContainText("Come in");
  await expect(verdict).toContainText("Grace Hopper");
  await expect(page.getByRole("region", { name: "How many are in" })).toContainText("of 1 in");
  await check(code);
  await expect(verdict).toContainText(/Already in · \d\d:\d\d/);
  await check("NOT-A-TICKET");
  await expect(verdict).toHaveAttribute("data-verdict", "unknown");
});
