import { defineConfig } from "@playwright/test";

const budget = "budget.spec.ts";

export default defineConfig({
  testDir: "journeys",
  projects: [
    { name: "journeys", testIgnore: process.env.SCREENSHOTS ? [budget] : [budget, "screenshots.spec.ts"] },
    // After everything else: beside other browsers Lighthouse measures how busy the machine is, not the page.
    { name: "budget", testMatch: budget, dependencies: ["journeys"] },
  ],
  outputDir: "results",
  globalSetup: "./support/server.ts",
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    actionTimeout: 15_000,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    trace: "off",
    launchOptions: {
      executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});
