import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");

/**
 * A server of our own on a fresh data folder, for one run. With `BASE_URL` somebody else started one: every journey
 * makes its own organisation, so any server does.
 */
export default async function start(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.BASE_URL) return undefined;
  const data = mkdtempSync(join(tmpdir(), "tessera-e2e-"));
  const port = await freePort();
  const names = await freePort();
  const log = join(data, "server.log");
  const out = openSync(log, "a");
  const server = spawn(program(), ["serve", "--data", join(data, "data"), "--port", String(port)], {
    cwd: root,
    env: {
      ...process.env,
      DATABASE_URL: "",
      TESSERA_LIMITS__ENABLED: "false",
      TESSERA_SSO__PRIVATE_PROVIDERS: "true",
      TESSERA_SSO__NAME_SERVER: `127.0.0.1:${names}`,
    },
    stdio: ["ignore", out, out],
  });
  closeSync(out);
  process.env.BASE_URL = `http://127.0.0.1:${port}`;
  process.env.NAME_SERVER_PORT = String(names);
  try {
    await ready(server, `${process.env.BASE_URL}/readyz`);
  } catch (error) {
    server.kill("SIGTERM");
    throw new Error(`The server did not start. Its last words:\n${readFileSync(log, "utf8").slice(-4000)}`, {
      cause: error,
    });
  }
  return async () => {
    if (server.exitCode === null) {
      const ended = once(server, "exit");
      server.kill("SIGTERM");
      await ended;
    }
    if (process.env.KEEP_DATA) process.stderr.write(`kept ${data}\n`);
    else rmSync(data, { recursive: true, force: true });
  };
}

function program(): string {
  const chosen = process.env.TESSERA_BIN || process.env.TESSERA;
  const built = ["target/up/tessera", "target/debug/tessera"].map((path) => join(root, path));
  const found = chosen || built.find((path) => existsSync(path));
  if (!found) throw new Error("No server to test: build one with `cargo build`, or name it in TESSERA_BIN.");
  return found;
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (typeof address !== "object" || !address) throw new Error("The system gave no free port.");
  return address.port;
}

async function ready(server: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`it ended with ${server.exitCode}`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("it was not ready after a minute");
}
