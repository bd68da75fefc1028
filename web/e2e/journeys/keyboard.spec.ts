import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import type { Schemas } from "../support/organiser";
import { expect, test } from "../support/test";

/* No mouse: whatever has to be reached is reached by Tab, and whatever has to happen happens by a key. */

/** Presses Tab until `wanted` has the focus; a control that can't be reached is a bug. */
async function tabTo(page: Page, wanted: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await wanted.waitFor();
  const there = () => wanted.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 150 && !(await there()); presses += 1) await page.keyboard.press(key);
  await expect(wanted, "Tab leads there").toBeFocused();
}

/** Writes over what stands in the focused field. */
async function write(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(text);
}

async function press(page: Page, control: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press(key);
}

/** What axe finds on the page as it is now. */
async function findings(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ rules: { "target-size": { enabled: true } } });
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

test("a ticket is edited by keyboard alone", async ({ context, page, organiser }) => {
  const event = await organiser.event({ tickets: [{ name: "Floor", price: 2450, size: 90 }] });
  await organiser.enter(context);
  await page.goto(`${event.admin}/tickets`);
  await press(page, page.getByRole("link", { name: "Floor", exact: true }));
  await expect(page.getByRole("heading", { level: 1, name: "Floor" })).toBeVisible();

  await write(page, page.getByRole("textbox", { name: "Name", exact: true }), "Front of the stage");
  await tabTo(page, page.getByRole("radio", { name: "None", exact: true }));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("group", { name: /^Icon: Star/ })).toBeVisible();
  await write(page, page.getByRole("textbox", { name: "Price", exact: true }), "30");
  await press(page, page.getByRole("button", { name: "Add variation" }));
  const variation = page.getByRole("group", { name: "Variation 1" });
  await write(page, variation.getByLabel("Variation", { exact: true }), "Student");
  await write(page, variation.getByLabel("Its price"), "15");
  await tabTo(page, page.getByLabel("Sale ends", { exact: true }));
  await page.keyboard.type("Before");
  await write(page, page.getByLabel("Sale ends: how long before the event starts"), "2");
  await press(page, page.getByLabel("At the box office"), "Space");
  await tabTo(page, page.getByLabel("Everybody"));
  await page.keyboard.press("ArrowDown");
  await write(page, page.getByLabel("Access code", { exact: true }), "STRINGS");
  await press(page, page.getByRole("button", { name: "Save ticket" }));
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(await findings(page)).toEqual([]);

  const saved = await organiser.get<Schemas["Product"]>(`${event.api}/products/${event.products.Floor}`);
  expect(saved).toMatchObject({
    name: { en: "Front of the stage" },
    icon: "star",
    price: { amount_minor: 3000 },
    channels: ["web", "api"],
    visibility: "code",
    access_code: "STRINGS",
    variations: [{ name: { en: "Student" }, price_minor: 1500 }],
  });

  // The answer beside the form is reached as well.
  const explainer = page.getByRole("region", { name: "Can it be bought?" });
  await press(page, explainer.getByRole("button", { name: "Ask for somebody else" }));
  await write(page, explainer.getByLabel("How many they want"), "11");
  await expect(explainer).toContainText("At most 10 of this ticket per order.");
});

test("vouchers are made, changed and left by keyboard alone", async ({ context, page, organiser }) => {
  const event = await organiser.event({ tickets: [{ name: "Floor", price: 2450, size: 90 }] });
  await organiser.enter(context);
  await page.goto(`${event.admin}/vouchers`);
  await press(page, page.getByRole("button", { name: /^A share off/ }));
  const drawer = page.getByRole("dialog", { name: "A share off" });
  await write(page, drawer.getByRole("textbox", { name: /^Code/ }), "STRINGS-2027");
  await write(page, drawer.getByLabel("Share less"), "50");
  await expect(drawer.getByRole("region", { name: "What three buyers would pay" })).toContainText("€12.25");
  expect(await findings(page)).toEqual([]);
  await press(page, drawer.getByRole("button", { name: "Make voucher" }));

  const panel = page.getByRole("dialog", { name: "STRINGS-2027" });
  await write(page, panel.getByLabel("Tag"), "Press");
  await press(page, panel.getByRole("button", { name: "Save voucher" }));
  await expect.poll(async () => (await stored()).map(({ tag }) => tag)).toEqual(["Press"]);
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();

  // It opens again from the list, and Escape leads back to where one was.
  const link = page.getByRole("link", { name: "STRINGS-2027" });
  await press(page, link);
  await expect(panel).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(link).toBeFocused();
  expect(await findings(page)).toEqual([]);

  async function stored() {
    return (await organiser.get<Schemas["Page_Voucher"]>(`${event.api}/vouchers`)).items;
  }
});

test("discounts are made, ordered and switched off by keyboard alone", async ({ context, page, organiser }) => {
  const event = await organiser.event({ tickets: [{ name: "Floor", price: 2000, size: 90 }] });
  await organiser.enter(context);
  await page.goto(`${event.admin}/discounts`);
  await press(page, page.getByRole("button", { name: /^Early bird, the first so many/ }));
  const drawer = page.getByRole("dialog", { name: "New discount" });
  await write(page, drawer.getByLabel("For the first so many tickets"), "3");
  expect(await findings(page)).toEqual([]);
  await press(page, drawer.getByRole("button", { name: "Save discount" }));
  await expect(drawer).toBeHidden();

  await press(page, page.getByRole("button", { name: "Add rule" }), "Enter");
  await press(page, drawer.getByRole("button", { name: /^A group/ }));
  await press(page, drawer.getByRole("button", { name: "Save discount" }));
  await expect(drawer).toBeHidden();
  await tabTo(page, page.getByRole("link", { name: "Group price" }));
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(names).toEqual(["Group price", "Early bird"]);
  await expect(page.getByRole("link", { name: "Group price" })).toBeFocused();

  const actions = page.getByRole("button", { name: "Actions for Early bird" });
  await press(page, actions);
  await page.keyboard.press("Escape");
  await expect(actions).toBeFocused();
  await page.keyboard.press("Enter");
  const off = page.getByRole("menuitem", { name: "Switch off" });
  for (let presses = 0; presses < 10 && !(await off.evaluate((item) => item === document.activeElement)); presses += 1)
    await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await rules()).find(({ name }) => name.en === "Early bird")?.active).toBe(false);
  await write(page, page.getByRole("region", { name: "Test basket" }).getByRole("textbox", { name: "Floor" }), "5");
  await expect(page.getByRole("row", { name: /The buyer pays/ })).toContainText("€90.00");
  expect(await findings(page)).toEqual([]);

  async function rules() {
    return (await organiser.get<Schemas["DiscountList"]>(`${event.api}/discounts`)).items;
  }
  async function names() {
    return (await rules()).map(({ name }) => name.en);
  }
});
