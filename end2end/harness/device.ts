// A `binnacle device` of a test's own: a process that can be stopped and started again over the same folder.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BINARY, type Server } from "./server.ts";

export class Device {
  readonly uuid: string;
  private readonly arguments: string[];
  private readonly folder: string;
  private child: ChildProcess | undefined;
  private said = "";

  private constructor(uuid: string, folder: string, words: string[]) {
    this.uuid = uuid;
    this.folder = folder;
    this.arguments = words;
  }

  /** Puts a new device into a fleet. `rate` is in bytes a second, so that a download can be watched. */
  static async join(
    server: Server,
    fleet: { id: number; type: string; key: string },
    rate: number,
  ): Promise<Device> {
    const uuid = randomBytes(16).toString("hex");
    const folder = await mkdtemp(join(tmpdir(), "binnacle-device-"));
    const device = new Device(uuid, folder, [
      ...["device", "--api", server.api, "--data", join(folder, "device"), "--uuid", uuid],
      ...["--fleet", String(fleet.id), "--type", fleet.type, "--key", fleet.key],
      ...["--rate", String(rate), "--poll", "5", "--metrics", "5"],
    ]);
    device.start();
    return device;
  }

  /** A device that finds a config.json, as one that boots from a flashed card does. */
  static async from(config: string): Promise<Device> {
    const uuid = randomBytes(16).toString("hex");
    const folder = await mkdtemp(join(tmpdir(), "binnacle-device-"));
    const device = new Device(uuid, folder, [
      ...["device", "--config", config, "--data", join(folder, "device"), "--uuid", uuid, "--metrics", "5"],
    ]);
    device.start();
    return device;
  }

  start(): void {
    const child = spawn(BINARY, this.arguments, { stdio: ["ignore", "pipe", "pipe"] });
    const read = (chunk: Buffer) => (this.said += chunk.toString());
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    this.child = child;
  }

  /** What it printed, all runs together. */
  log(): string {
    return this.said;
  }

  async stop(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
    await ended;
    clearTimeout(timer);
  }

  async forget(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
