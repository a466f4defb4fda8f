// Variables at every level and tags of three kinds: set, read, changed, taken away.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { type World, FLEET, type Sdk } from "./world.ts";

type Parent = string | number;

export async function variables(t: TestContext, { sdk }: World): Promise<void> {
  const { application, device, service } = sdk.models;
  const [{ uuid }] = await device.getAllByApplication(FLEET, { $select: "uuid", $top: 1 });
  const [{ id: serviceId, service_name }] = await service.getAllByApplication(FLEET, { $select: ["id", "service_name"], $top: 1 });

  const levels: [string, Sdk, Parent, string][] = [
    ["a fleet's variables", application.envVar, FLEET, "WALK"],
    ["a fleet's configuration", application.configVar, FLEET, "RESIN_HOST_CONFIG_walk"],
    ["a service's variables", service.var, serviceId, "WALK"],
    ["a device's variables", device.envVar, uuid, "WALK"],
    ["a device's configuration", device.configVar, uuid, "BALENA_HOST_CONFIG_walk"],
  ];
  for (const [what, model, parent, name] of levels) {
    await t.test(what, async () => {
      const all = model.getAllByService ?? model.getAllByDevice ?? model.getAllByApplication;
      await model.set(parent, name, "one");
      assert.equal(await model.get(parent, name), "one");
      await model.set(parent, name, "two words = ünïcode");
      assert.equal(await model.get(parent, name), "two words = ünïcode");
      const rows = await all(parent);
      assert.equal(rows.filter((row: { name: string }) => row.name === name).length, 1);
      if (model !== application.envVar && model !== application.configVar) {
        assert.ok((await model.getAllByApplication(FLEET)).some((row: { name: string }) => row.name === name));
      }
      await model.remove(parent, name);
      assert.equal(await model.get(parent, name), undefined);
    });
  }
  await t.test("a device's variables of one service, by number and by name", async () => {
    for (const one of [serviceId, service_name]) {
      await device.serviceVar.set(uuid, one, "WALK", "one");
      await device.serviceVar.set(uuid, one, "WALK", "two");
      assert.equal(await device.serviceVar.get(uuid, one, "WALK"), "two");
      assert.equal((await device.serviceVar.getAllByDevice(uuid)).length, 1);
      assert.equal((await device.serviceVar.getAllByApplication(FLEET)).length, 1);
      await device.serviceVar.remove(uuid, one, "WALK");
      assert.equal(await device.serviceVar.get(uuid, one, "WALK"), undefined);
    }
  });
  await t.test("refuses a reserved name and a value of two lines", async () => {
    const refused = (error: Error & { statusCode: number }) => error.statusCode === 400 && error.message.length > 40;
    await assert.rejects(application.envVar.set(FLEET, "BALENA_WALK", "x"), refused);
    await assert.rejects(device.configVar.set(uuid, "WALK", "x"), refused);
    await assert.rejects(device.envVar.set(uuid, "WALK", "a\nb"), refused);
  });
}

export async function tags(t: TestContext, { sdk }: World): Promise<void> {
  const { application, device, release } = sdk.models;
  const [{ uuid }] = await device.getAllByApplication(FLEET, { $select: "uuid", $top: 1 });
  const { commit } = await release.getLatestByApplication(FLEET, { $select: "commit" });
  const kinds: [string, Sdk, Parent, string][] = [
    ["a fleet's tags", application.tags, FLEET, "getAllByApplication"],
    ["a device's tags", device.tags, uuid, "getAllByDevice"],
    ["a release's tags", release.tags, commit, "getAllByRelease"],
  ];
  for (const [what, model, parent, all] of kinds) {
    await t.test(what, async () => {
      const value = async (): Promise<string | undefined> =>
        (await model[all](parent)).find((row: { tag_key: string }) => row.tag_key === "walk")?.value;
      await model.set(parent, "walk", "one");
      assert.equal(await value(), "one");
      await model.set(parent, "walk", "two");
      assert.equal(await value(), "two");
      assert.ok((await model.getAllByApplication(FLEET)).length >= 1);
      await model.remove(parent, "walk");
      assert.equal(await value(), undefined);
      await assert.rejects(model.set(parent, "two words", "x"), (error: Error & { statusCode: number }) => error.statusCode === 400);
    });
  }
}
