import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Schemas } from "./organiser";
import { freePort } from "./server";

/** A real identity provider in a process of its own. */
export class Provider {
  private constructor(
    private readonly process: ChildProcess,
    readonly issuer: string,
  ) {}

  /** Starts one that knows the addresses that the admin shows. */
  static async start(sso: Schemas["Sso"]): Promise<Provider> {
    const port = await freePort();
    const process_ = spawn(process.execPath, [join(import.meta.dirname, "identity-provider.mjs")], {
      env: {
        ...process.env,
        PORT: String(port),
        REDIRECT_URI: sso.redirect_uri,
        POST_LOGOUT_URI: sso.post_logout_redirect_uri,
        BACKCHANNEL_URI: sso.backchannel_logout_uri,
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
