// A `binnacle serve` of a test's own: free ports, an empty data folder, a known password.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The binary under test. */
export const BINARY = process.env.BINNACLE_BINARY ?? resolve(import.meta.dirname, "../../target/release/binnacle");
/** Another dashboard than the one inside the binary, to try a build quickly. */
const DIST = process.env.BINNACLE_DIST ? ["--dist", resolve(process.env.BINNACLE_DIST)] : [];
const READY_WITHIN = 60_000;
/** The administrator's, of every server a test starts. */
export const PASSWORD = "first-light-of-the-fleet";

/** Ports to bind, so that a server that comes back is found where it was. */
type Addresses = { listen: string; api: string; tunnel: string };

const ANY: Addresses = { listen: "127.0.0.1:0", api: "127.0.0.1:0", tunnel: "127.0.0.1:0" };

export class Server {
  readonly data: string;
  url = "";
  api = "";
  tunnel = "";
  user = "";
  readonly password = PASSWORD;
  private child: ChildProcess | undefined;
  private said = "";

  private constructor(data: string) {
    this.data = data;
  }

  /** Starts on free ports with an empty data folder. */
  static async fresh(extra: string[] = []): Promise<Server> {
    const server = new Server(await mkdtemp(join(tmpdir(), "binnacle-e2e-")));
    await server.start(ANY, extra);
    return server;
  }

  /** Starts on free ports over a data folder that something else made, with this password; it is removed at the end. */
  static async over(data: string, extra: string[] = []): Promise<Server> {
    const server = new Server(data);
    await server.start(ANY, extra);
    return server;
  }

  /** Starts again over the same data, at the same addresses. */
  async again(extra: string[] = []): Promise<void> {
    const at = (address: string) => new URL(address.includes("://") ? address : `http://${address}`).host;
    await this.start({ listen: at(this.url), api: at(this.api), tunnel: at(this.tunnel) }, extra);
  }

  private async start(at: Addresses, extra: string[]): Promise<void> {
    const flags = ["--listen", at.listen, "--api-listen", at.api, "--tunnel-listen", at.tunnel, "--data", this.data];
    const child = spawn(BINARY, ["serve", ...flags, ...DIST, ...extra], {
      env: { ...process.env, BINNACLE_ADMIN_PASSWORD: this.password },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.child = child;
    this.said = "";
    const line = await new Promise<string>((found, lost) => {
      const timer = setTimeout(() => lost(new Error(`not ready in ${READY_WITHIN} ms:\n${this.said}`)), READY_WITHIN);
      const done = (act: () => void) => {
        clearTimeout(timer);
        act();
      };
      child.on("error", (error) => done(() => lost(new Error(`${BINARY}: ${error.message}`))));
      child.on("exit", (code, signal) => done(() => lost(new Error(`ended with ${code ?? signal}:\n${this.said}`))));
      const read = (chunk: Buffer) => {
        this.said += chunk.toString();
        const ready = this.said.match(/^binnacle ready .*$/m);
        if (ready) done(() => found(ready[0]));
      };
      child.stdout?.on("data", read);
      child.stderr?.on("data", read);
    });
    const facts = Object.fromEntries([...line.matchAll(/(\w+)=(\S+)/g)].map((match) => [match[1], match[2]]));
    this.url = facts.url ?? "";
    this.api = facts.api ?? "";
    this.tunnel = facts.tunnel ?? "";
    this.user = facts.user ?? "";
  }

  /** What the server printed since it was last started. */
  log(): string {
    return this.said;
  }

  /** As `kill -9` does: no time to write anything down. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Ends it as Ctrl-C does, and forgets its data. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
    await rm(this.data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
    await ended;
    clearTimeout(timer);
  }
}
