import { test as base, expect } from "@playwright/test";
import { baseUrl, Organiser } from "./organiser";

/** Playwright's test with an organisation of its own in each worker. */
export const test = base.extend<object, { organiser: Organiser }>({
  baseURL: async ({ browserName: _ }, use) => use(baseUrl()),
  organiser: [
    async ({ browserName: _ }, use) => {
      const organiser = await Organiser.signUp();
      await use(organiser);
      await organiser.leave();
    },
    { scope: "worker" },
  ],
});

export { expect };
