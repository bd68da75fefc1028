import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Page } from "@playwright/test";
import { freePort } from "./server";

/** Says who one is at a provider, and agrees. */
export async function atProvider(page: Page, name: string): Promise<void> {
  // Its pages ask for a font from elsewhere, which no test waits for.
  await page.route(/googleapis/, (route) => route.abort());
  await page.getByPlaceholder("Enter any login").fill(name);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

/** Where a provider sends people; the last two are for members only. */
interface Addresses {
  redirect_uri: string;
  post_logout_redirect_uri?: string;
  backchannel_logout_uri?: string;
}

/** A real identity provider in a process of its own. */
export class Provider {
  private constructor(
    private readonly process: ChildProcess,
    readonly issuer: string,
  ) {}

  /** Starts one that knows the addresses that the admin shows, whose people have addresses at `domain`. */
  static async start(to: Addresses, domain = "harbour.example"): Promise<Provider> {
    const port = await freePort();
    const process_ = spawn(process.execPath, [join(import.meta.dirname, "identity-provider.mjs")], {
      env: {
        ...process.env,
        PORT: String(port),
        REDIRECT_URI: to.redirect_uri,
        POST_LOGOUT_URI: to.post_logout_redirect_uri ?? "",
        BACKCHANNEL_URI: to.backchannel_logout_uri ?? "",
        MAIL_DOMAIN: domain,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: process_.stdout });
    for await (const line of lines) if (line === "up") break;
    // It goes on talking, and would wait if nobody listened.
    process_.stdout.resume();
    return new Provider(process_, `http://127.0.0.1:${port}`);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = once(this.process, "exit");
    this.process.kill("SIGTERM");
    await ended;
  }
}
