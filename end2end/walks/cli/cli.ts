// The real balena-cli as a process: its own settings folder, the server's own certificate authority, nothing else around it.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Server } from "../../harness/server.ts";

const HERE = import.meta.dirname;
const PROGRAM = resolve(HERE, "node_modules/balena-cli/bin/run.js");
const WITHIN = 90_000;

export type Outcome = { code: number | null; out: string; err: string };

export class Cli {
  private readonly environment: NodeJS.ProcessEnv;
  private readonly folder: string;
  /** Every command that ended well, as `balena help` names it. */
  readonly worked = new Set<string>();

  private constructor(folder: string, environment: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.environment = environment;
  }

  static async of(server: Server): Promise<Cli> {
    const folder = await mkdtemp(join(tmpdir(), "binnacle-cli-"));
    const port = (address: string) => new URL(address.includes("://") ? address : `tcp://${address}`).port;
    return new Cli(folder, {
      PATH: process.env.PATH,
      HOME: folder,
      BALENARC_DATA_DIRECTORY: join(folder, "balena"),
      BALENARC_BALENA_URL: "localhost",
      BALENARC_API_URL: `https://localhost:${port(server.api)}`,
      BALENARC_TUNNEL_URL: "localhost",
      NODE_EXTRA_CA_CERTS: join(server.data, "tls/ca.pem"),
      NODE_OPTIONS: `--require ${join(HERE, "tunnel-port.cjs")}`,
      WALK_TUNNEL_PORT: port(server.tunnel),
      // Neither crash reports, usage figures nor a look for newer versions.
      BALENARC_NO_SENTRY: "1",
      BALENARC_NO_ANALYTICS: "1",
      BALENARC_UNSUPPORTED: "1",
      NO_UPDATE_NOTIFIER: "1",
      CI: "1",
    });
  }

  /** A file in the process's own folder. */
  file(name: string): string {
    return join(this.folder, name);
  }

  /** `balena WORDS`, which must end well; what it printed. `command` is how many words name it. */
  async ok(command: number, ...words: string[]): Promise<string> {
    const { code, out, err } = await this.run(...words);
    if (code !== 0) throw new Error(`balena ${words.join(" ")}: ended with ${code}\n${out}\n${err}`);
    this.worked.add(words.slice(0, command).join(" "));
    return out;
  }

  /** The same with `--json`. */
  async json<Answer>(command: number, ...words: string[]): Promise<Answer> {
    return JSON.parse(await this.ok(command, ...words, "--json")) as Answer;
  }

  async run(...words: string[]): Promise<Outcome> {
    const { child, said } = this.start(...words);
    const timer = setTimeout(() => child.kill("SIGKILL"), WITHIN);
    const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
    clearTimeout(timer);
    return { code, ...said };
  }

  /** A command that goes on until it is ended. */
  start(...words: string[]): { child: ChildProcess; said: { out: string; err: string } } {
    const said = { out: "", err: "" };
    const child = spawn(process.execPath, [PROGRAM, ...words], { env: this.environment, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
    return { child, said };
  }

  async forget(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Ends a process and waits for its end. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.kill("SIGINT");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await end;
  clearTimeout(timer);
}

/** Asks until it is so. */
export async function until(what: string, ask: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!(await ask())) {
    if (Date.now() > end) throw new Error(`not so after ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
