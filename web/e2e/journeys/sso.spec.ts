import { NameServer } from "../support/name-server";
import { Organiser, type Schemas, word } from "../support/organiser";
import { atProvider, Provider } from "../support/provider";
import { expect, test } from "../support/test";

/* The server under test asks a name server that the run chose; one that somebody else started asks another. */
const port = Number(process.env.NAME_SERVER_PORT);
test.skip(!port, "the server under test was started elsewhere");

let names: NameServer;
let organiser: Organiser;
let provider: Provider;

test.beforeAll(async () => {
  names = await NameServer.start(port);
  organiser = await Organiser.signUp("Harbour");
  provider = await Provider.start(await organiser.get<Schemas["Sso"]>(`/organisations/${organiser.slug}/sso`));
});

test.afterAll(async () => {
  names.stop();
  await provider.stop();
  await organiser.leave();
});

test("an owner connects the provider; a colleague signs in through it, and out again", async ({
  page,
  context,
  browser,
}) => {
  test.setTimeout(120_000);
  const colleague = `ada-${word()}`;
  await organiser.enter(context);
  await page.goto(`/admin/${organiser.slug}/sso`);

  await test.step("the connection", async () => {
    const form = page.getByRole("region", { name: "Connection" });
    await form.getByLabel("Provider's address (issuer)").fill(provider.issuer);
    await form.getByLabel("Client id").fill("app");
    await form.getByLabel("Client secret").fill("app-secret");
    await form.getByLabel("Scopes").fill("email profile groups");
    await form.getByLabel("Claim that lists groups").fill("groups");
    await form.getByRole("button", { name: "Add a group" }).click();
    await form.getByLabel("Group", { exact: true }).fill("crew");
    await form.getByLabel("Role", { exact: true }).selectOption({ label: "Support" });
    await form.getByRole("button", { name: "Connect" }).click();
    await expect(form.getByText("Saved")).toBeVisible();
  });

  await test.step("the domain", async () => {
    const domains = page.getByRole("region", { name: "Mail domains" });
    await domains.getByLabel("Domain").fill("harbour.example");
    await domains.getByRole("button", { name: "Add domain" }).click();
    const row = domains.getByRole("listitem").filter({ hasText: "harbour.example" });
    await row.getByRole("button", { name: "Verify" }).click();
    await expect(row.getByRole("alert")).toContainText("not there yet");
    const value = await row.getByText("tessera-verification=").innerText();
    names.set("_tessera.harbour.example", value);
    await row.getByRole("button", { name: "Verify" }).click();
    await expect(row.getByText("Proven", { exact: true })).toBeVisible();
  });

  await test.step("the test shows what the provider says", async () => {
    await page.getByRole("button", { name: "Test the connection" }).click();
    await atProvider(page, "owner");
    const outcome = page.getByRole("region", { name: "Test" });
    await expect(outcome.getByText("It works")).toBeVisible();
    await expect(outcome.getByText("owner@harbour.example", { exact: true })).toBeVisible();
    await expect(outcome.getByText(/with the role Support/)).toBeVisible();
  });

  const elsewhere = await browser.newContext();
  const door = await elsewhere.newPage();
  await test.step("a colleague signs in by their work address", async () => {
    await door.goto("/admin/sign-in");
    await door.getByRole("button", { name: "Continue with SSO" }).click();
    await door.getByLabel("Work address or organisation").fill(`${colleague}@harbour.example`);
    await door.getByRole("button", { name: "Continue with SSO" }).click();
    await atProvider(door, colleague);
    await expect(door.getByRole("heading", { level: 1, name: "Events" })).toBeVisible();
    await expect(door.getByRole("link", { name: "Single sign-on" })).toBeHidden();
  });

  await test.step("and out, here and there", async () => {
    await door.getByRole("button", { name: /^Account of/ }).click();
    await door.getByRole("menuitem", { name: "Sign out" }).click();
    await door.getByRole("button", { name: "Yes, sign me out" }).click();
    await expect(door.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await door.goto(`/admin/${organiser.slug}`);
    await expect(door.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await door.goto(`/sso/${organiser.slug}`);
    await expect(door.getByPlaceholder("Enter any login"), "the provider asks who it is again").toBeVisible();
    await elsewhere.close();
  });
});
