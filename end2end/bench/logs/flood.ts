// The flood: devices that write log lines, behind a real gateway, which serves the measuring page (crates/gateway/examples/flood).
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import type { Page } from "@playwright/test";

const FLOOD = process.env.BINNACLE_FLOOD ?? resolve(import.meta.dirname, "../../../target/release/examples/flood");
const DIST = resolve(process.env.BINNACLE_BENCH_LOGS ?? "../dist-bench-logs");

/** How many lines were written: of all devices, and of each by its uuid. */
export type Written = { lines: number; devices: Record<string, number> };

export class Flood {
  private readonly child: ChildProcess;
  readonly url: string;
  private readonly control: string;

  private constructor(child: ChildProcess, url: string, control: string) {
    this.child = child;
    this.url = url;
    this.control = control;
  }

  /** Ready to write, when it is asked for; `options` as the program has them. */
  static async prepare(options: Record<string, string | number>): Promise<Flood> {
    const words = Object.entries({ dist: DIST, start: "asked", ...options }).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const child = spawn(FLOOD, words, { stdio: ["ignore", "pipe", "inherit"] });
    // Also where a measuring fails.
    process.once("exit", () => child.kill());
    const ready = await new Promise<RegExpExecArray>((found, failed) => {
      let said = "";
      child.stdout!.on("data", (chunk: Buffer) => {
        said += chunk;
        const line = /ready (\S+) (\S+)/.exec(said);
        if (line) found(line);
      });
      child.on("exit", () => failed(new Error(`the flood ended: ${said}`)));
    });
    return new Flood(child, ready[1]!, ready[2]!);
  }

  /** Signs the page's browser in and opens the log. */
  async open(page: Page, devices = 1): Promise<void> {
    const signed = await page.context().request.post(`${this.url}/session`, {
      headers: { origin: this.url },
      data: { username: "flood", password: "flood" },
    });
    if (!signed.ok()) throw new Error(`nobody is signed in: ${signed.status()}`);
    await page.goto(`${this.url}/devices/${device(0)}/logs?devices=${devices}`);
    await page.getByLabel("Search the log").waitFor();
  }

  /** The clock starts. */
  async start(): Promise<void> {
    await fetch(`${this.control}/flood/start`);
  }

  async written(): Promise<Written> {
    return (await (await fetch(`${this.control}/flood/written`)).json()) as Written;
  }

  async stop(): Promise<void> {
    this.child.removeAllListeners("exit");
    const gone = new Promise((ended) => this.child.once("exit", ended));
    this.child.kill("SIGINT");
    await gone;
  }
}

/** The uuid of a device by its number from 0. */
export const device = (number: number) => `f100d${number.toString(16).padStart(27, "0")}`;
