// A fleet from its making to its end.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { TestContext } from "node:test";
import { type World, FLEET } from "./world.ts";

const TYPE = "raspberrypi4-64";

export async function fleets(t: TestContext, world: World): Promise<void> {
  const { sdk } = world;
  const { application } = sdk.models;
  const [organization] = await sdk.models.organization.getAll();
  const made = world.name("walk");
  let id = 0;
  await t.test("makes a fleet and finds it by slug, name, uuid and id", async () => {
    const uuid = randomUUID().replaceAll("-", "");
    const row = await application.create({ name: made, deviceType: TYPE, organization: organization.handle, uuid });
    id = row.id;
    assert.deepEqual([row.slug, row.uuid], [`${organization.handle}/${made}`, uuid]);
    for (const one of [row.slug, row.slug.toUpperCase(), row.uuid, row.id]) assert.equal((await application.get(one)).id, id);
    assert.equal((await application.getAppByName(made)).id, id);
    assert.equal((await application.getDirectlyAccessible(row.slug)).id, id);
    assert.equal(await application.has(made), false);
    assert.equal(await application.has(row.slug), true);
    assert.equal(await application.hasAny(), true);
  });
  await t.test("refuses a second of the same name, and a name too short", async () => {
    const again = { name: made, deviceType: TYPE, organization: organization.id };
    await assert.rejects(application.create(again), (error: Refusal) => error.statusCode === 409);
    await assert.rejects(application.create({ ...again, name: "abc" }), (error: Refusal) => error.statusCode === 400);
  });
  await t.test("lists fleets", async () => {
    const has = (rows: { id: number }[]) => rows.some((row) => row.id === id);
    assert.ok(has(await application.getAll()));
    assert.ok(has(await application.getAllDirectlyAccessible()));
    assert.ok(has(await application.getAllByOrganization(organization.handle)));
    assert.equal(application.getDashboardUrl(id), new URL(`/apps/${id}`, world.server.url).href);
  });
  await t.test("shows a fleet's devices with their services", async () => {
    // The demo's devices register one after the other, and say what they run when they run it.
    await world.until("three devices with their services", async () => {
      const { owns__device } = await application.getWithDeviceServiceDetails(FLEET, { $select: "id" });
      return owns__device.length === 3 && Object.keys(owns__device[0].current_services_by_app[FLEET] ?? {}).length >= 2;
    });
  });
  await t.test("renames it: the slug follows", async () => {
    await application.rename(id, `${made}-b`);
    assert.equal((await application.get(id)).slug, `${organization.handle}/${made}-b`);
  });
  await t.test("ends it, and with it what it had", async () => {
    const device = await sdk.models.device.register(id, sdk.models.device.generateUniqueKey());
    await application.remove(id);
    assert.equal(await application.has(id), false);
    assert.equal(await sdk.models.device.has(device.id), false);
    await assert.rejects(application.get(id), sdk.errors.BalenaApplicationNotFound);
  });
}

type Refusal = Error & { statusCode: number };
