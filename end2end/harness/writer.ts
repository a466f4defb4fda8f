// A device that only writes: registered as any is, with a key of its own, and lines sent as a supervisor sends them.
import { randomBytes } from "node:crypto";
import type { Api } from "./api.ts";
import type { Server } from "./server.ts";
import type { Line } from "./update.ts";

/** A line to write. Without a service it is the supervisor's; without a time it is of now. */
export type Written = { text: string; service?: string; at?: number; isStdErr?: boolean };

type Fleet = { id: number; is_for__device_type: { slug: string }[]; service: { id: number; service_name: string }[] };

/** Bytes of one request: well within what a stream takes at once. */
const PART = 1_000_000;

export class Writer {
  readonly uuid: string;
  readonly name: string;
  readonly fleet: number;
  /** Names of the fleet's services. */
  readonly services: string[];
  private readonly ids: Map<string, number>;
  private readonly api: Api;
  private readonly base: string;
  private readonly key: string;

  private constructor(server: Server, api: Api, fleet: Fleet, device: { uuid: string; key: string; name: string }) {
    this.uuid = device.uuid;
    this.key = device.key;
    this.name = device.name;
    this.fleet = fleet.id;
    this.ids = new Map(fleet.service.map((service) => [service.service_name, service.id]));
    this.services = [...this.ids.keys()].sort();
    this.api = api;
    this.base = server.api;
  }

  /** Puts a device into a fleet under a name. */
  static async join(server: Server, api: Api, fleetName: string, name: string): Promise<Writer> {
    const expand = "$expand=is_for__device_type($select=slug),service($select=id,service_name)";
    const [fleet] = await api.rows<Fleet>(`application?$select=id&${expand}&$filter=app_name eq '${fleetName}'`);
    const provisioning = await api.call<string>("POST", `/api-key/application/${fleet!.id}/provisioning`, {});
    const uuid = randomBytes(16).toString("hex");
    const answer = await fetch(new URL("/device/register", server.api), {
      method: "POST",
      headers: { authorization: `Bearer ${provisioning}`, "content-type": "application/json" },
      body: JSON.stringify({ application: fleet!.id, device_type: fleet!.is_for__device_type[0]!.slug, uuid }),
    });
    if (!answer.ok) throw new Error(`/device/register answered ${answer.status}: ${await answer.text()}`);
    const { api_key: key } = (await answer.json()) as { api_key: string };
    await api.call("PATCH", `/v7/device(uuid='${uuid}')`, { device_name: name });
    return new Writer(server, api, fleet!, { uuid, key, name });
  }

  /** Writes lines; they are on the server's disk when it is done. */
  async write(lines: Written[]): Promise<void> {
    let part: string[] = [];
    let bytes = 0;
    for (const line of lines) {
      const id = line.service === undefined ? undefined : this.ids.get(line.service);
      if (line.service !== undefined && id === undefined) throw new Error(`the fleet has no service ${line.service}`);
      const sent = { timestamp: line.at ?? Date.now(), message: line.text, isSystem: id === undefined, isStdErr: line.isStdErr, serviceId: id };
      const json = JSON.stringify(sent);
      part.push(json);
      bytes += json.length;
      if (bytes > PART) {
        await this.raw(part.join("\n") + "\n");
        [part, bytes] = [[], 0];
      }
    }
    if (part.length > 0) await this.raw(part.join("\n") + "\n");
  }

  /** Sends a body as it is; answers the status. */
  async raw(body: string, isWanted = true): Promise<number> {
    const answer = await fetch(new URL(`/device/v2/${this.uuid}/log-stream`, this.base), {
      method: "POST",
      headers: { authorization: `Bearer ${this.key}`, "content-type": "application/x-ndjson" },
      body,
    });
    if (isWanted && !answer.ok) throw new Error(`log-stream answered ${answer.status}: ${await answer.text()}`);
    return answer.status;
  }

  /** Its log as the API has it, all of it. */
  log(): Promise<Line[]> {
    return this.api.call<Line[]>("GET", `/device/v2/${this.uuid}/logs?count=all&sequence=1`);
  }

  rename(name: string): Promise<unknown> {
    return this.api.call("PATCH", `/v7/device(uuid='${this.uuid}')`, { device_name: name });
  }

  /** The name of the service that wrote a line of [`log`]. */
  source(line: Line): string {
    return [...this.ids].find(([, id]) => id === line.serviceId)?.[0] ?? "supervisor";
  }
}
