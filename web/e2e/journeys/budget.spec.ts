import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { baseUrl, type PlannedEvent } from "../support/organiser";
import { expect, test } from "../support/test";

const KB = 1024;
let event: PlannedEvent;

test.beforeAll(async ({ organiser }) => {
  event = await organiser.event({
    name: { en: "Night of the strings" },
    tickets: [
      { name: "Balcony", price: 0, size: 40 },
      { name: "Floor", price: 2450, size: 40 },
    ],
  });
});

test("the event page is small and asks nobody else", async ({ page }) => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  const sent = new Map<string, { url: string; type: string; encoding: string; bytes: number }>();
  cdp.on("Network.responseReceived", ({ requestId, type = "Other", response }) => {
    const encoding = response.headers["content-encoding"] ?? response.headers["Content-Encoding"] ?? "none";
    sent.set(requestId, { url: response.url, type, encoding, bytes: 0 });
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const one = sent.get(requestId);
    if (one) one.bytes = encodedDataLength;
  });
  await page.goto(event.page, { waitUntil: "networkidle" });

  const all = [...sent.values()].filter(({ url }) => !url.startsWith("data:"));
  const weight = (type: string) => all.filter((one) => one.type === type).reduce((sum, { bytes }) => sum + bytes, 0);
  expect(all.map(({ url }) => new URL(url).origin)).toEqual(all.map(() => new URL(baseUrl()).origin));
  expect(all.length, all.map(({ url }) => url).join("\n")).toBeLessThanOrEqual(12);
  for (const { type, encoding, url } of all)
    if (["Document", "Stylesheet", "Script"].includes(type)) expect(encoding, url).toBe("br");
  expect(weight("Document"), "HTML").toBeLessThanOrEqual(30 * KB);
  expect(weight("Stylesheet"), "CSS").toBeLessThanOrEqual(20 * KB);
  expect(weight("Script"), "JavaScript").toBeLessThanOrEqual(15 * KB);
  expect(
    all.reduce((sum, { bytes }) => sum + bytes, 0),
    "everything",
  ).toBeLessThanOrEqual(250 * KB);
});

test("nothing inline may run, and a cache may keep the page", async ({ page }) => {
  const refused: string[] = [];
  page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
  const answer = await page.goto(event.page);
  const headers = answer?.headers() ?? {};
  const policy = headers["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe-");
  expect(policy).toMatch(/script-src 'self'(;|$)/);
  expect(headers["cache-control"]).toMatch(/public.*s-maxage=\d+/);
  expect(headers["set-cookie"]).toBeUndefined();
  expect(refused).toEqual([]);

  const again = await page.request.get(event.page, { headers: { "if-none-match": headers.etag ?? "" } });
  expect(again.status()).toBe(304);
  const admin = await page.request.get("/admin/sign-in");
  expect(admin.headers()["content-security-policy"]).toMatch(/script-src 'self'(;|$)/);
});

interface LighthouseReport {
  categories: Record<string, { score: number }>;
  audits: Record<string, { score: number | null; title: string; scoreDisplayMode: string; displayValue?: string }>;
}

test("Lighthouse: accessibility 100, performance at least 95", async () => {
  test.setTimeout(180_000);
  const scores: number[] = [];
  // The first good run settles it; on a busy machine the median of three decides.
  while (scores.length < 3) {
    const report = await lighthouse(`${baseUrl()}${event.page}`);
    const failed = Object.values(report.audits)
      .filter(({ score, scoreDisplayMode }) => scoreDisplayMode === "binary" && score === 0)
      .map(({ title }) => title);
    expect(report.categories.accessibility?.score, failed.join("\n")).toBe(1);
    scores.push(report.categories.performance?.score ?? 0);
    if (scores.length === 1 && (scores[0] ?? 0) >= 0.95) break;
  }
  const median = scores.toSorted((a, b) => a - b)[Math.floor(scores.length / 2)];
  expect(median, `performance, measured as ${scores.join(", ")}`).toBeGreaterThanOrEqual(0.95);
});

async function lighthouse(url: string): Promise<LighthouseReport> {
  const program = createRequire(import.meta.url).resolve("lighthouse/cli/index.js");
  const chrome = "--headless=new --no-sandbox --disable-dev-shm-usage --disable-background-networking";
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      program,
      url,
      "--quiet",
      "--output=json",
      "--only-categories=performance,accessibility",
      "--disable-full-page-screenshot",
      "--no-enable-error-reporting",
      `--chrome-flags=${chrome}`,
    ],
    {
      env: { ...process.env, CHROME_PATH: process.env.CHROMIUM || "/usr/bin/chromium" },
      maxBuffer: 64 * KB * KB,
    },
  );
  return JSON.parse(stdout) as LighthouseReport;
}
