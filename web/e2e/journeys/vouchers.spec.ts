import type { Schemas } from "../support/organiser";
import { expect, test } from "../support/test";

test("a voucher by recipe, what three buyers would pay with it, and its uses", async ({ context, page, organiser }) => {
  const event = await organiser.event({
    tickets: [
      { name: "Floor", price: 2450, size: 90 },
      { name: "Sofa", price: 9000, size: 9 },
    ],
  });
  await organiser.enter(context);
  await page.goto(`${event.admin}/vouchers`);
  await page.getByRole("button", { name: /^A share off/ }).click();
  const drawer = page.getByRole("dialog", { name: "A share off" });
  await drawer.getByLabel("Code", { exact: false }).first().waitFor();
  await drawer.getByRole("textbox", { name: /^Code/ }).fill("no blanks");
  await drawer.getByLabel("Share less").fill("12,5");
  // What buyers would pay shows before anything is saved.
  const preview = drawer.getByRole("region", { name: "What three buyers would pay" });
  await expect(preview.getByRole("listitem").first()).toContainText("€21.44");
  await drawer.getByLabel("Budget").fill("100");
  await drawer.getByRole("button", { name: "Make voucher" }).click();
  await expect(drawer.getByRole("alert")).toContainText("A code has 3 to 50 letters");
  await drawer.getByRole("textbox", { name: /^Code/ }).fill("Friends-2027");
  await drawer.getByLabel("Only some").check();
  await drawer.getByRole("checkbox", { name: "Floor" }).check();
  await drawer.getByLabel("Tag").fill("Press");
  await drawer.getByRole("button", { name: "Make voucher" }).click();

  const panel = page.getByRole("dialog", { name: "Friends-2027" });
  const buyers = panel.getByRole("region", { name: "What three buyers would pay" });
  await expect(buyers.getByRole("listitem").nth(0)).toContainText("€21.44");
  await expect(buyers.getByRole("listitem").nth(1)).toContainText("A group: 5 × Floor");
  await expect(buyers.getByRole("listitem").nth(2)).toContainText("Mixed: 1 × Floor, 1 × Sofa");
  await expect(buyers.getByRole("listitem").nth(2)).toContainText("€111.44");
  await panel.getByLabel("Share less").fill("50");
  await expect(buyers.getByRole("listitem").nth(0)).toContainText("€12.25");
  await panel.getByRole("button", { name: "Save voucher" }).click();
  await panel.getByRole("button", { name: "Close" }).last().click();

  const table = page.getByRole("region", { name: "Vouchers" });
  await expect(table.getByRole("row").last()).toContainText("50% off");
  await expect(table.getByRole("row").last()).toContainText("0 of 100");
  await expect(table.getByRole("row").last()).toContainText("€0.00 of €100.00");
  const { items } = await organiser.get<Schemas["Page_Voucher"]>(`${event.api}/vouchers`);
  expect(items).toMatchObject([
    { code: "Friends-2027", effect: { kind: "percent", percent: "50" }, budget_minor: 10_000, tag: "Press" },
  ]);

  await table.getByRole("link", { name: "Friends-2027" }).click();
  await panel.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("heading", { name: "Make your first voucher" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(table.getByRole("link", { name: "Friends-2027" })).toBeVisible();
});

test("many codes, a pasted list, and finding them again", async ({ context, page, organiser }) => {
  const event = await organiser.event({ tickets: [{ name: "Floor", price: 2450, size: 90 }] });
  await organiser.enter(context);
  await page.goto(`${event.admin}/vouchers?panel=new&recipe=free`);
  const drawer = page.getByRole("dialog", { name: "Free tickets" });
  await drawer.getByLabel("Many codes, made up").check();
  await drawer.getByLabel("How many", { exact: true }).fill("60");
  await drawer.getByLabel("They start with").fill("CREW-");
  await drawer.getByLabel("Tag").fill("Crew");
  await drawer.getByRole("button", { name: "Make vouchers" }).click();
  await expect(page.getByText("60 vouchers are made")).toBeVisible();
  await expect(page).toHaveURL(/tag=Crew/);
  const table = page.getByRole("region", { name: "Vouchers" });
  await expect(table.getByRole("row")).toHaveCount(51);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(table.getByRole("row")).toHaveCount(61);

  await page.goto(`${event.admin}/vouchers?panel=new&recipe=price`);
  const priced = page.getByRole("dialog", { name: "A fixed price" });
  await priced.getByLabel("Codes that are there already").check();
  await priced.getByLabel("It costs").fill("10");
  await priced.getByLabel("The codes").fill("SPONSOR-ONE\nno way\nSPONSOR-ONE");
  await priced.getByRole("button", { name: "Make vouchers" }).click();
  await expect(priced.getByRole("alert")).toContainText("line 2");
  await priced.getByLabel("The codes").fill("SPONSOR-ONE\nSPONSOR-TWO");
  await priced.getByRole("button", { name: "Make vouchers" }).click();
  await expect(priced).toBeHidden();

  await page.getByRole("searchbox", { name: "Search vouchers" }).fill("sponsor");
  await expect(page).toHaveURL(/q=sponsor/);
  await expect(table.getByRole("row")).toHaveCount(3);
  const csv = await page.request.get((await page.getByRole("link", { name: "Export CSV" }).getAttribute("href")) ?? "");
  const text = await csv.text();
  expect(text).toContain("SPONSOR-TWO");
  expect(text).not.toContain("CREW-");
  await page.getByRole("searchbox", { name: "Search vouchers" }).fill("nobody");
  await expect(page.getByText("No voucher matches")).toBeVisible();
});

test("a voucher keeps places aside, and gives them back", async ({ context, page, organiser }) => {
  const event = await organiser.event({
    tickets: [
      { name: "Floor", price: 2450, size: 90 },
      { name: "Sofa", price: 9000, size: 9 },
    ],
  });
  await organiser.enter(context);
  await page.goto(`${event.admin}/vouchers?panel=new&recipe=places`);
  const drawer = page.getByRole("dialog", { name: "Places kept aside" });
  await drawer.getByRole("textbox", { name: /^Code/ }).fill("SPEAKERS");
  // Everything can't be kept aside: the choice is open, and is the next thing the keyboard comes to.
  const some = drawer.getByLabel("Only some");
  await expect(some).toBeChecked();
  await drawer.getByRole("button", { name: "Make voucher" }).click();
  await expect(drawer.getByRole("alert")).toContainText("choose exactly one ticket or one variation");
  await some.focus();
  await page.keyboard.press("Tab");
  await expect(drawer.getByRole("checkbox", { name: "Floor" })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(drawer.getByRole("checkbox", { name: "Floor" })).toBeChecked();
  await drawer.getByLabel("Good for how many tickets").fill("7");
  await drawer.getByRole("button", { name: "Make voucher" }).click();
  const panel = page.getByRole("dialog", { name: "SPEAKERS" });
  await panel.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByRole("region", { name: "Vouchers" })).toContainText("free, keeps 7 places");

  await page.getByRole("link", { name: "Tickets", exact: true }).click();
  const floor = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: "Floor", exact: true }) });
  await expect(floor).toContainText("7 held · 83 free");
  await page.getByRole("link", { name: "Vouchers", exact: true }).click();
  await page.getByRole("link", { name: "SPEAKERS" }).click();
  await panel.getByLabel("Keeps its places aside").uncheck();
  await panel.getByRole("button", { name: "Save voucher" }).click();
  await panel.getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("link", { name: "Tickets", exact: true }).click();
  await expect(floor).toContainText("0 sold · 90 free");
});

test("places of the only ticket are kept aside without a question", async ({ context, page, organiser }) => {
  const event = await organiser.event({ tickets: [{ name: "Floor", price: 2450, size: 90 }] });
  await organiser.enter(context);
  await page.goto(`${event.admin}/vouchers?panel=new&recipe=places`);
  const drawer = page.getByRole("dialog", { name: "Places kept aside" });
  await expect(drawer.getByRole("checkbox", { name: "Floor" })).toBeChecked();
  await drawer.getByRole("textbox", { name: /^Code/ }).fill("SPEAKERS");
  await drawer.getByRole("button", { name: "Make voucher" }).click();
  await expect(page.getByRole("dialog", { name: "SPEAKERS" })).toBeVisible();
  // Any voucher that is told to keep places asks which, until somebody says otherwise.
  await page.goto(`${event.admin}/vouchers?panel=new&recipe=free`);
  const free = page.getByRole("dialog", { name: "Free tickets" });
  await expect(free.getByLabel("Everything")).toBeChecked();
  await free.getByLabel("Keeps its places aside").check();
  await expect(free.getByRole("checkbox", { name: "Floor" })).toBeVisible();
  await free.getByLabel("Keeps its places aside").uncheck();
  await expect(free.getByLabel("Everything")).toBeChecked();
});
