import { randomBytes } from "node:crypto";
import { type APIRequestContext, type BrowserContext, expect, request } from "@playwright/test";
import type { components } from "../../packages/client/src/schema.gen";

export type Schemas = components["schemas"];

export const word = () => randomBytes(4).toString("hex");

/** The address of the server under test. */
export function baseUrl(): string {
  const url = process.env.BASE_URL;
  if (!url) throw new Error("BASE_URL is not set: run the journeys through Playwright.");
  return url;
}

/** "Goran Petrović" → "goran.petrovic", for an address. */
const plain = (name: string) =>
  name
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll("ı", "i")
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ".");

export interface TicketPlan {
  name: string;
  price: number;
  size?: number;
  more?: Partial<Schemas["ProductIn"]>;
}

export interface EventPlan {
  name?: Record<string, string>;
  tickets: TicketPlan[];
  more?: Partial<Schemas["EventPatch"]>;
  publish?: boolean;
}

export const bank = {
  account_holder: "Nachtmusik e. V.",
  iban: "DE89370400440532013000",
  bic: "COBADEFFXXX",
  bank_name: "Commerzbank",
};

/** Somebody with an organisation who does through the API what a journey takes as given. */
export class Organiser {
  private constructor(
    private readonly http: APIRequestContext,
    private readonly csrf: string,
    readonly slug: string,
    readonly name: string,
  ) {}

  static async signUp(name = "Nachtmusik"): Promise<Organiser> {
    const http = await request.newContext({ baseURL: baseUrl() });
    const email = `ada-${word()}@example.org`;
    const answer = await http.post("/api/v1/auth/sign-up", {
      data: { name: "Ada Organiser", email, password: "correct horse battery" },
    });
    if (!answer.ok()) throw new Error(`sign-up: ${answer.status()} ${await answer.text()}`);
    const session = (await answer.json()) as Schemas["Session"];
    const organiser = new Organiser(http, session.csrf_token, `nachtmusik-${word()}`, name);
    await organiser.post("/organisations", {
      name,
      slug: organiser.slug,
      contact_email: "hello@example.org",
      locales: ["en", "de"],
    });
    return organiser;
  }

  async send<T>(method: "GET" | "POST" | "PATCH" | "PUT", path: string, data?: unknown): Promise<T> {
    const answer = await this.http.fetch(`/api/v1${path}`, {
      method,
      headers: { "x-csrf-token": this.csrf },
      ...(data === undefined ? {} : { data }),
    });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  get = <T>(path: string) => this.send<T>("GET", path);
  post = <T>(path: string, data?: unknown) => this.send<T>("POST", path, data);
  patch = <T>(path: string, data: unknown) => this.send<T>("PATCH", path, data);

  /** An event with its tickets, on sale unless the plan says otherwise. */
  async event({ name = { en: "Concert under the roof" }, tickets, more = {}, publish = true }: EventPlan) {
    const start = new Date();
    start.setUTCMonth(start.getUTCMonth() + 3, 14);
    start.setUTCHours(18, 0, 0, 0);
    const slug = `concert-${word()}`;
    await this.post(`/organisations/${this.slug}/events`, {
      slug,
      name,
      locales: Object.keys(name),
      zone: "Europe/Berlin",
      starts_at: start.toISOString(),
      ends_at: new Date(start.getTime() + 3 * 3600_000).toISOString(),
      currency: "EUR",
      summary: { en: "Four players, one hall, no amplifiers." },
      description: { en: "Doors open an hour before.\n\n## What to expect\n\nTwo sets and a **long** break." },
      venue_name: "Old Boiler House",
      venue_address: "Kesselstraße 3, 10115 Berlin",
    } satisfies Schemas["EventIn"]);
    const event = new PlannedEvent(this, slug);
    await event.change({ payment_methods: ["sandbox", "bank_transfer"], bank_details: bank, ...more });
    for (const plan of tickets) await event.ticket(plan);
    if (publish) await this.post(`${event.api}/publish`);
    return event;
  }

  /** The path of the link to their tickets that was mailed to a guest last. */
  linkMailedTo = async (email: string) => `/${this.slug}${await this.mailed(email, /\/my\/[\w-]{43}/)}`;

  /** What looks like this in the mail that somebody got last. */
  async mailed(email: string, wanted: RegExp): Promise<string> {
    const mails = `/organisations/${this.slug}/mails`;
    let found = "";
    await expect(async () => {
      const { items } = await this.get<{ items: { id: string }[] }>(`${mails}?q=${email}`);
      const letters = await Promise.all(items.map(({ id }) => this.get<{ text: string }>(`${mails}/${id}`)));
      found = letters.map(({ text }) => wanted.exec(text)?.[0] ?? "").find(Boolean) ?? "";
      expect(found).not.toBe("");
    }).toPass();
    return found;
  }

  /** Gives a browser this organiser's session. */
  async enter(context: BrowserContext): Promise<void> {
    const { cookies } = await this.http.storageState();
    await context.addCookies(cookies);
  }

  leave = () => this.http.dispose();
}

export class PlannedEvent {
  readonly products: Record<string, string> = {};
  constructor(
    private readonly organiser: Organiser,
    readonly slug: string,
  ) {}

  get api() {
    return `/organisations/${this.organiser.slug}/events/${this.slug}`;
  }
  /** The public page. */
  get page() {
    return `/${this.organiser.slug}/${this.slug}`;
  }
  /** The dashboard; the event's other screens lie below. */
  get admin() {
    return `/admin/${this.organiser.slug}/events/${this.slug}`;
  }

  change = (patch: Partial<Schemas["EventPatch"]>) => this.organiser.patch(this.api, patch);

  async ticket({ name, price, size, more = {} }: TicketPlan): Promise<void> {
    const product = await this.organiser.post<Schemas["Product"]>(`${this.api}/products`, {
      name: { en: name },
      price_minor: price,
      quota_size: size ?? null,
      ...more,
    });
    this.products[name] = product.id;
  }

  /** An order made by the organiser: paid on the spot unless `how` says otherwise. */
  order(name: string, ticket: string, quantity = 1, how: Partial<Schemas["OrderIn"]> = {}) {
    return this.organiser.post<Schemas["OrderView"]>(`${this.api}/orders`, {
      name,
      email: `${plain(name)}@example.org`,
      lines: [{ product: this.products[ticket], quantity, attendee_names: [name] }],
      payment_method: "manual",
      paid: true,
      ...how,
    });
  }
}
