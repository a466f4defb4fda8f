// What a device is asked to do, with what it does then; and its log, past and live.
import assert from "node:assert/strict";
import type { EventEmitter } from "node:events";
import type { TestContext } from "node:test";
import { type World, FLEET } from "./world.ts";

type Line = { message: string; createdAt: number; timestamp: number; isSystem: boolean; serviceId?: number };
type Subscription = EventEmitter & { unsubscribe(): void };
type Current = { id: number; image_id: number; status: string };

export async function actions(t: TestContext, world: World): Promise<void> {
  const { sdk } = world;
  const { device, application } = sdk.models;
  const { uuid } = await world.device(FLEET);
  const history = async (): Promise<Line[]> => await sdk.logs.history(uuid, { count: 1_000 });
  /** Acts, and waits for a line of the device's own that was not there before. */
  const says = async (words: RegExp, act: () => Promise<unknown>): Promise<void> => {
    const last = (await history()).at(-1)?.timestamp ?? 0;
    await act();
    await world.until(`the log says ${words}`, async () => (await history()).some((line) => line.timestamp >= last && words.test(line.message)));
  };
  const services = async (): Promise<[string, Current][]> => {
    const row = await device.getWithServiceDetails(uuid, { $select: "id" });
    return Object.entries(row.current_services_by_app[FLEET] as Record<string, Current[]>).map(([name, [one]]) => [name, one!]);
  };

  await t.test("ping, identify, look for an update", async () => {
    await device.ping(uuid);
    await says(/.+/, () => device.identify(uuid));
    await device.update(uuid);
    await device.update(uuid, { force: true });
    const state = await device.getSupervisorState(uuid);
    assert.equal(typeof state.api_port, "number");
  });
  await t.test("stops, starts and restarts one service", async () => {
    const [[name, { image_id }]] = (await services()) as [[string, Current]];
    const status = async () => (await services()).find(([other]) => other === name)?.[1].status;
    await device.stopService(uuid, image_id);
    await world.until(`${name} is stopped`, async () => /exited|stopped/i.test((await status()) ?? ""));
    await device.startService(uuid, image_id);
    await world.until(`${name} runs`, async () => (await status()) === "Running");
    await says(/Started service|Starting service|Restarting/i, () => device.restartService(uuid, image_id));
    await world.operational(uuid);
  });
  await t.test("restarts and purges the application", async () => {
    await says(/Start|Restart/i, () => device.restartApplication(uuid));
    await world.operational(uuid);
    await says(/Purg/i, () => device.purge(uuid));
    await world.operational(uuid);
  });
  await t.test("subscribes to the log: history first, then lines as they come", async () => {
    const past = await history();
    assert.ok(past.length > 0);
    assert.deepEqual((await sdk.logs.history(uuid, { count: 1 })).length, 1);
    const lines: Line[] = [];
    const stream: Subscription = await sdk.logs.subscribe(uuid, { count: 2 });
    const failed: Error[] = [];
    stream.on("line", (line: Line) => lines.push(line));
    stream.on("error", (error: Error) => failed.push(error));
    await world.until("two lines of history", async () => lines.length >= 2);
    await world.until("a live line of a service", async () => lines.slice(2).some((line) => line.serviceId !== undefined && line.createdAt > 0));
    stream.unsubscribe();
    assert.deepEqual(failed, []);
    const known = (await sdk.models.service.getAllByApplication(FLEET)).map((row: { id: number }) => row.id);
    assert.ok(lines.every((line) => line.isSystem || known.includes(line.serviceId)));
  });
  await t.test("reboots one device, purges and reboots the fleet", async () => {
    const away = () => world.until("the device is away", async () => !(await device.isOnline(uuid)));
    await says(/Rebooting/i, () => device.reboot(uuid));
    await away();
    await world.operational(uuid);
    const { id } = await application.get(FLEET, { $select: "id" });
    await says(/Purg/i, () => application.purge(id));
    await world.operational(uuid);
    await says(/Rebooting/i, () => application.reboot(id, { force: true }));
    await away();
    await world.operational(uuid);
  });
  await t.test("shuts a device down, and the fleet", async () => {
    await device.shutdown(uuid, { force: true });
    await world.until("the device is away", async () => !(await device.isOnline(uuid)));
    await assert.rejects(device.ping(uuid), (error: Error & { statusCode: number }) => error.statusCode === 404);
    const { id } = await application.get(FLEET, { $select: "id" });
    await application.shutdown(id, { force: true });
    await world.until("the fleet is away", async () => {
      const rows = await device.getAllByApplication(FLEET, { $select: "is_connected_to_vpn" });
      return rows.every((row: { is_connected_to_vpn: boolean }) => !row.is_connected_to_vpn);
    });
  });
}
