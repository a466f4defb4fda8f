// Devices as rows: registered, read every way there is, renamed, placed, moved, taken away.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { type World, FLEET } from "./world.ts";

export async function devices(t: TestContext, world: World): Promise<void> {
  const { sdk } = world;
  const { application, device } = sdk.models;
  const [organization] = await sdk.models.organization.getAll();
  const make = async (word: string) =>
    (await application.create({ name: world.name(word), deviceType: "raspberrypi4-64", organization: organization.id })).slug as string;
  const [here, there] = [await make("here"), await make("there")];
  const uuid = device.generateUniqueKey();

  await t.test("registers a device, once", async () => {
    const { id, api_key } = await device.register(here, uuid);
    assert.match(api_key, /^\w{32}$/);
    assert.equal((await device.get(uuid)).id, id);
    await assert.rejects(device.register(here, uuid), /"uuid" must be unique/);
  });
  await t.test("reads a device that has not been seen yet", async () => {
    const { device_name } = await device.get(uuid);
    assert.match(device_name, /^[a-z]+-[a-z]+$/);
    assert.equal(await device.getName(uuid), device_name);
    assert.equal(await device.getApplicationName(uuid), here.split("/")[1]);
    assert.equal((await device.getByName(device_name))[0].uuid, uuid);
    assert.equal(await device.has(uuid), true);
    assert.equal(await device.isOnline(uuid), false);
    assert.equal(await device.getStatus(uuid), "configuring");
    assert.equal(await device.getProgress(uuid), null);
    assert.deepEqual(await device.getMACAddresses(uuid), []);
    assert.equal(await device.hasDeviceUrl(uuid), false);
    assert.equal(device.getDashboardUrl(uuid), new URL(`/devices/${uuid}/summary`, world.server.url).href);
    await assert.rejects(device.getLocalIPAddresses(uuid), /offline/);
    await assert.rejects(device.get(device.generateUniqueKey()), sdk.errors.BalenaDeviceNotFound);
  });
  await t.test("lists devices", async () => {
    assert.deepEqual((await device.getAllByApplication(here)).map((row: { uuid: string }) => row.uuid), [uuid]);
    assert.ok((await device.getAllByOrganization(organization.handle)).length >= 4);
  });
  await t.test("renames and notes it", async () => {
    await device.rename(uuid, "by the door");
    await device.setNote(uuid, "key under the mat");
    const row = await device.get(uuid);
    assert.deepEqual([row.device_name, row.note], ["by the door", "key under the mat"]);
    await assert.rejects(device.rename(uuid, "two\nlines"), (error: Error & { statusCode: number }) => error.statusCode === 400);
  });
  await t.test("moves it to another fleet, not to one of another architecture", async () => {
    await device.move(uuid, there);
    assert.equal(await device.getApplicationName(uuid), there.split("/")[1]);
    const other = await application.create({ name: world.name("other"), deviceType: "intel-nuc", organization: organization.id });
    await assert.rejects(device.move(uuid, other.id), sdk.errors.BalenaInvalidDeviceType);
    await application.remove([other.id]);
  });
  await t.test("takes it away", async () => {
    await device.remove(uuid);
    assert.equal(await device.has(uuid), false);
    await application.remove(here);
    await application.remove(there);
  });
}

export async function running(t: TestContext, world: World): Promise<void> {
  const { sdk } = world;
  const { device } = sdk.models;
  const [{ uuid }] = await device.getAllByApplication(FLEET, { $select: "uuid", $top: 1 });
  await world.operational(uuid);

  await t.test("reads a running device", async () => {
    assert.equal(await device.isOnline(uuid), true);
    assert.equal(await device.getStatus(uuid), device.OverallStatus.OPERATIONAL);
    assert.ok((await device.getLocalIPAddresses(uuid)).every((one: string) => /^[\d.]+$/.test(one)));
    assert.ok((await device.getMACAddresses(uuid)).length >= 1);
    assert.ok((await device.getMetrics(uuid)).memory_total > 0);
    assert.match(device.getOsVersion(await device.get(uuid)), /^\d+\.\d+\.\d+/);
  });
  await t.test("reads it with its services", async () => {
    const row = await device.getWithServiceDetails(uuid, { $select: "id", $expand: { device_tag: { $select: ["tag_key", "value"] } } });
    const services = Object.values(row.current_services_by_app[FLEET] as Record<string, { status: string; commit: string }[]>);
    assert.ok(services.length >= 2);
    assert.ok(services.every(([one]) => one!.status === "Running" && /^[0-9a-f]{32}$/.test(one!.commit)));
  });
  await t.test("reads target states: of a device in both versions, of its fleet", async () => {
    assert.ok((await device.getSupervisorTargetState(uuid)).local.apps);
    const v3 = await device.getSupervisorTargetState(uuid, 3);
    assert.equal(Object.keys(v3)[0], uuid);
    const fleet = await device.getSupervisorTargetStateForApp(FLEET);
    assert.equal(Object.values(fleet as Record<string, { apps: object }>).length, 1);
  });
  await t.test("local mode and lock override are configuration variables", async () => {
    await sdk.pine.patch({ resource: "device", options: { $filter: { uuid } }, body: { os_variant: "dev" } });
    const support = device.getLocalModeSupport(await device.get(uuid));
    assert.equal(support.supported, true, support.message);
    await device.enableLocalMode(uuid);
    assert.equal(await device.isInLocalMode(uuid), true);
    await device.disableLocalMode(uuid);
    assert.equal(await device.isInLocalMode(uuid), false);
    await device.enableLockOverride(uuid);
    assert.equal(await device.hasLockOverride(uuid), true);
    await device.disableLockOverride(uuid);
    assert.equal(await device.hasLockOverride(uuid), false);
    for (const name of ["RESIN_SUPERVISOR_LOCAL_MODE", "RESIN_OVERRIDE_LOCK"]) await device.configVar.remove(uuid, name);
  });
}
