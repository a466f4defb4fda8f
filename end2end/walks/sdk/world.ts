// What every part of the walk stands on: a server with a few demo devices, the SDK signed in, and waiting for facts.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getSdk } from "balena-sdk";
import { Device } from "../../harness/device.ts";
import { Server } from "../../harness/server.ts";
import { recorded } from "./record.ts";

/** A demo fleet whose devices run two services or more. */
export const FLEET = "admin/greenhouse";
/** Bytes a second: enough for a device to have its images in seconds. */
const RATE = 20_000_000;

// The SDK's types say more than a test needs to know about each row.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Sdk = any;

export class World {
  readonly server: Server;
  readonly sdk: Sdk;
  readonly worked = new Set<string>();
  private readonly folder: string;
  private devices: Device[] = [];

  private constructor(server: Server, folder: string) {
    this.server = server;
    this.folder = folder;
    this.sdk = recorded(getSdk({ apiUrl: server.api, dashboardUrl: server.url, dataDirectory: folder }), this.worked);
  }

  static async fresh(): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), "binnacle-sdk-"));
    return new World(await Server.fresh(["--demo-devices", "3"]), folder);
  }

  /** A name nobody else has. */
  name(word: string): string {
    return `${word}-${randomBytes(3).toString("hex")}`;
  }

  /** A virtual device of the walk's own in a fleet, running what it should. */
  async device(fleet: string): Promise<Device> {
    const { models } = this.sdk;
    const { id, is_for__device_type } = await models.application.get(fleet, { $select: "id", $expand: { is_for__device_type: { $select: "slug" } } });
    const key = await models.application.generateProvisioningKey({ slugOrUuidOrId: fleet, keyExpiryDate: null });
    const device = await Device.join(this.server, { id, type: is_for__device_type[0].slug, key }, RATE);
    this.devices.push(device);
    await this.operational(device.uuid);
    return device;
  }

  /** Waits until the device runs its target and says so. */
  async operational(uuid: string): Promise<void> {
    await this.until(`${uuid} is operational`, async () => {
      if (!(await this.sdk.models.device.has(uuid))) return false;
      const [found] = await this.sdk.pine.get({
        resource: "device",
        options: { $filter: { uuid }, $select: ["overall_status", "is_running__release", "should_be_running__release", "is_connected_to_vpn"] },
      });
      return (
        found.overall_status === "operational" &&
        found.is_connected_to_vpn &&
        found.is_running__release?.__id === found.should_be_running__release?.__id
      );
    });
  }

  /** Asks until the answer is neither false nor nothing, and gives it. */
  async until<Answer>(what: string, ask: () => Promise<Answer>, seconds = 60): Promise<NonNullable<Answer>> {
    const end = Date.now() + seconds * 1_000;
    for (;;) {
      const answer = await ask();
      if (answer) return answer;
      if (Date.now() > end) throw new Error(`not so after ${seconds} s: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.devices.map((device) => device.forget()));
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** 32 hexadecimal digits: a commit or a uuid. */
export const hex32 = (): string => randomBytes(16).toString("hex");
