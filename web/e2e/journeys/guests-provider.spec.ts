import { Organiser, type PlannedEvent, type Schemas, word } from "../support/organiser";
import { atProvider, Provider } from "../support/provider";
import { expect, test } from "../support/test";

/* A provider without https is reached only by a server that the run started. */
test.skip(!process.env.NAME_SERVER_PORT, "the server under test was started elsewhere");

let organiser: Organiser;
let provider: Provider;
let concerts: PlannedEvent[];
const domain = `club-${word()}.example`;

test.beforeAll(async () => {
  organiser = await Organiser.signUp("Nachtmusik");
  const first = await organiser.event({ name: { en: "Autumn concert" }, tickets: [{ name: "Seat", price: 1000 }] });
  const second = await organiser.event({ name: { en: "Winter concert" }, tickets: [{ name: "Seat", price: 1000 }] });
  concerts = [first, second];
  for (const concert of concerts) {
    for (const who of ["grace", "unproven"]) {
      await concert.order("Grace Guest", "Seat", 1, { email: `${who}@${domain}` });
    }
  }
  const guests = await organiser.get<Schemas["GuestSignIn"]>(`/organisations/${organiser.slug}/guest-provider`);
  provider = await Provider.start(guests, domain);
});

test.afterAll(async () => {
  await provider.stop();
  await organiser.leave();
});

test("guests sign in at the organiser's provider and see every order; it is disconnected, and they are out", async ({
  page,
  context,
  browser,
}) => {
  test.setTimeout(120_000);
  await organiser.enter(context);
  await page.goto(`/admin/${organiser.slug}/sso`);
  const section = page.getByRole("region", { name: "Guests" });

  await test.step("the owner connects it", async () => {
    await section.getByRole("button", { name: "Connect" }).click();
    await expect(section.getByText("Enter what guests know it by").first()).toBeVisible();
    await section.getByLabel("Name", { exact: true }).fill("Music Club");
    await section.getByLabel("Provider's address (issuer)").fill(provider.issuer);
    await section.getByLabel("Client id").fill("app");
    await section.getByLabel("Client secret").fill("app-secret");
    await section.getByRole("button", { name: "Connect" }).click();
    await expect(section.getByText("Saved")).toBeVisible();
    await expect(section.getByLabel("Client secret"), "the secret is not shown again").toHaveValue("");
  });

  const home = await browser.newContext();
  const guest = await home.newPage();
  await test.step("a guest signs in there and sees the orders of both events", async () => {
    await guest.goto(`/${organiser.slug}/my`);
    await guest.getByRole("link", { name: "Music Club" }).click();
    await atProvider(guest, "grace");
    await expect(guest.getByText(`grace@${domain}`)).toBeVisible();
    for (const concert of ["Autumn concert", "Winter concert"]) {
      await expect(guest.getByRole("region", { name: concert })).toBeVisible();
    }
    await guest.goto("/admin/");
    await expect(guest.getByRole("heading", { level: 1, name: "Sign in" }), "guests are no members").toBeVisible();
  });

  await test.step("whose address nobody vouches for proves it once, by mail", async () => {
    const elsewhere = await browser.newContext();
    const other = await elsewhere.newPage();
    await other.goto(`/${organiser.slug}/my`);
    await other.getByRole("link", { name: "Music Club" }).click();
    await atProvider(other, "unproven");
    await expect(other.getByRole("region", { name: "Autumn concert" })).toBeHidden();
    await other.getByLabel("Email").fill(`unproven@${domain}`);
    await other.getByRole("button", { name: "Mail me the link" }).click();
    await expect(other.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
    await other.goto(await organiser.linkMailedTo(`unproven@${domain}`));
    await other.getByRole("button", { name: "See my tickets" }).click();
    await expect(other.getByRole("region", { name: "Autumn concert" })).toBeVisible();
    await other.getByRole("button", { name: "Sign out" }).click();
    await other.getByRole("link", { name: "Music Club" }).click();
    // The provider knows them still, and may ask whether they agree once more.
    const agree = other.getByRole("button", { name: "Continue" });
    const winter = other.getByRole("region", { name: "Winter concert" });
    await expect(agree.or(winter)).toBeVisible();
    if (await agree.isVisible()) await agree.click();
    await expect(winter, "known from now on").toBeVisible();
    await elsewhere.close();
  });

  await test.step("disconnected: whoever came through it is out, and the way is gone", async () => {
    await section.getByRole("button", { name: "Disconnect" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
    await expect(section.getByRole("button", { name: "Connect" })).toBeVisible();
    await guest.goto(`/${organiser.slug}/my`);
    await expect(guest.getByRole("button", { name: "Mail me the link" })).toBeVisible();
    await expect(guest.getByRole("link", { name: "Music Club" })).toBeHidden();
    await home.close();
  });
});
