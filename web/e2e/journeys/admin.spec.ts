import { expect, test } from "../support/test";

test("the palette and the keys lead everywhere, and can be switched off", async ({ context, page, organiser }) => {
  const event = await organiser.event({
    name: { en: "Night of the keys" },
    tickets: [{ name: "Floor", price: 2450, size: 90 }],
  });
  const order = await event.order("Grace Hopper", "Floor");
  await organiser.enter(context);
  await page.goto(`/admin/${organiser.slug}`);
  await expect(page.getByRole("heading", { level: 1, name: "Events" })).toBeVisible();

  await page.keyboard.press("ControlOrMeta+k");
  const box = page.getByRole("combobox", { name: /^Search pages/ });
  await box.fill("grace.hopper@");
  await expect(page.getByRole("option", { name: order.code })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: `Order ${order.code}` })).toBeVisible();

  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await expect(page.getByRole("heading", { level: 1, name: "Tickets" })).toBeFocused();

  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await sheet.getByRole("switch", { name: "Shortcuts of single keys" }).click();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await page.keyboard.press("?");
  await expect(sheet).toBeHidden();

  await page.keyboard.press("ControlOrMeta+k");
  await box.fill("compact");
  await page.keyboard.press("Enter");
  await page.goto(`${event.admin}/orders`);
  const row = page.getByRole("region", { name: "Orders" }).getByRole("row").last();
  await expect.poll(async () => (await row.boundingBox())?.height).toBeLessThan(36);
});

test("settings that somebody else changed meanwhile lose nothing", async ({ context, page, organiser }) => {
  const event = await organiser.event({ tickets: [{ name: "Floor", price: 2450, size: 90 }] });
  await organiser.enter(context);
  await page.goto(`${event.admin}/settings`);
  const place = page.getByRole("region", { name: "Place" });
  await place.getByLabel("Venue").fill("Engine hall");
  await event.change({ venue_address: "Kesselstraße 5, 10115 Berlin" });
  await place.getByRole("button", { name: "Save place" }).click();

  await expect(place.getByRole("alert")).toContainText("“Address” now shows what they entered.");
  await expect(place.getByLabel("Venue")).toHaveValue("Engine hall");
  await expect(place.getByLabel(/^Address/)).toHaveValue("Kesselstraße 5, 10115 Berlin");
  await place.getByRole("button", { name: "Save place" }).click();
  await expect(place.getByText("Saved")).toBeVisible();
  const saved = await organiser.get<{ venue_name: string; venue_address: string }>(event.api);
  expect(saved).toMatchObject({ venue_name: "Engine hall", venue_address: "Kesselstraße 5, 10115 Berlin" });
});

test("another check-in list for some tickets only", async ({ context, page, organiser }) => {
  const event = await organiser.event({
    tickets: [
      { name: "Floor", price: 0, size: 90 },
      { name: "Backstage", price: 0, size: 5 },
    ],
  });
  await organiser.enter(context);
  await page.goto(`${event.admin}/door`);
  await page.getByRole("button", { name: /door settings/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "New list" }).click();
  await dialog.getByLabel("Name of the list").fill("Artists");
  await dialog.getByLabel("Only some tickets").check();
  await dialog.getByRole("button", { name: "Create list" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Choose at least one ticket");
  await dialog.getByRole("checkbox", { name: "Backstage" }).check();
  await dialog.getByRole("button", { name: "Create list" }).click();
  await expect(page.getByRole("region", { name: "How many are in" })).toContainText("Artists");
  // Who comes in can be changed later; everybody always comes in by the first list.
  await page.getByRole("button", { name: /door settings/ }).click();
  await dialog.getByRole("button", { name: "Change “Artists”" }).click();
  await expect(dialog.getByRole("checkbox", { name: "Backstage" })).toBeChecked();
  await dialog.getByLabel("Name of the list").fill("Stage");
  await dialog.getByRole("checkbox", { name: "Floor" }).check();
  await dialog.getByRole("button", { name: "Save list" }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("region", { name: "How many are in" })).toContainText("Stage");
});

test("a role of one's own, seen with its eyes", async ({ context, page, organiser }) => {
  const event = await organiser.event({ tickets: [{ name: "Floor", price: 2450, size: 90 }] });
  await organiser.enter(context);
  await page.goto(`/admin/${organiser.slug}/roles`);
  await page.getByRole("button", { name: "New role" }).click();
  const drawer = page.getByRole("dialog", { name: "New role" });
  await drawer.getByLabel("Name", { exact: true }).fill("Box office");
  await drawer.getByRole("checkbox", { name: /^See orders/ }).check();
  await drawer.getByRole("checkbox", { name: /^Place orders/ }).check();
  await drawer.getByRole("button", { name: "Make role" }).click();
  const role = page.getByRole("listitem").filter({ hasText: "Box office" });
  await expect(role).toContainText("2 rights");

  await role.getByRole("button", { name: "View as Box office" }).click();
  await expect(page.getByText("You see what Box office sees.")).toBeVisible();
  await expect(page.getByRole("link", { name: "New event" })).toBeHidden();
  await expect(page.getByRole("link", { name: "Members" })).toBeHidden();
  await page.locator(`a[href="${event.admin}"]`).click();
  await page.getByRole("link", { name: "Orders", exact: true }).click();
  await expect(page.getByRole("button", { name: "New order" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Event settings" })).toBeHidden();
  await page.getByRole("button", { name: "Back to my own view" }).click();
  await expect(page.getByRole("link", { name: "Event settings" })).toBeVisible();
});
