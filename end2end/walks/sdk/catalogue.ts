// What can be read of device types, configuration and operating systems.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { type World, FLEET } from "./world.ts";

const TYPE = "raspberrypi4-64";

export async function catalogue(t: TestContext, { sdk }: World): Promise<void> {
  const { config, deviceType, os } = sdk.models;
  await t.test("device types as rows", async () => {
    const all = await deviceType.getAll({ $select: ["id", "slug", "name"] });
    assert.equal(all.length, 145);
    const row = await deviceType.get(TYPE, { $select: ["id", "slug", "name"], $expand: { is_of__cpu_architecture: { $select: "slug" } } });
    assert.equal(row.is_of__cpu_architecture[0].slug, "aarch64");
    assert.equal((await deviceType.get(row.id)).slug, TYPE);
    assert.equal((await deviceType.getBySlugOrName(row.name)).slug, TYPE);
    assert.equal(await deviceType.getName(TYPE), row.name);
    assert.equal(await deviceType.getSlugByName(row.name), TYPE);
    assert.deepEqual(await deviceType.getAllSupported(), []);
    await assert.rejects(deviceType.get("no-such-type"), sdk.errors.BalenaInvalidDeviceType);
  });
  await t.test("how a device type is set up", async () => {
    assert.ok(await deviceType.getInstallMethod(TYPE));
    assert.ok(await deviceType.getInterpolatedPartials(TYPE));
  });
  await t.test("the configuration's schema and the older form of device types", async () => {
    const schema = await config.getConfigVarSchema(TYPE);
    assert.ok(schema.reservedNamespaces.includes("BALENA_"));
    assert.ok(Object.keys(schema.configVarSchema.properties).length > 9);
    assert.ok(Object.keys((await config.getConfigVarSchema()).configVarSchema.properties).length >= 9);
    const manifest = await config.getDeviceTypeManifestBySlug(TYPE);
    assert.deepEqual([manifest.slug, manifest.arch], [TYPE, "aarch64"]);
    assert.ok((await config.getDeviceTypes()).length >= 1);
    assert.ok((await config.getDeviceOptions(TYPE)).length >= 1);
  });
  await t.test("a device's config.json", async () => {
    const file = await os.getConfig(FLEET, { version: "6.5.39", network: "wifi", wifiSsid: "walk", wifiKey: "secret", developmentMode: true });
    const { id } = await sdk.models.application.get(FLEET, { $select: "id" });
    assert.equal(file.applicationId, id);
    assert.equal(file.deviceType, "raspberrypi3-64");
    assert.match(file.apiKey, /^\w{32}$/);
    assert.equal(file.wifiSsid, "walk");
  });
  await t.test("operating systems: none here, said without an error", async () => {
    assert.deepEqual(await os.getAllOsVersions(TYPE), []);
    assert.deepEqual(await os.getAvailableOsVersions([TYPE]), {});
    assert.equal(await os.getMaxSatisfyingVersion(TYPE), null);
    assert.deepEqual((await os.getSupportedOsUpdateVersions(TYPE, "6.0.24+rev1.prod")).versions, []);
    assert.equal(await os.isSupportedOsUpdate(TYPE, "2.50.1+rev1.prod", "6.0.24+rev1.prod"), true);
    assert.ok(await os.getOsUpdateType(TYPE, "2.50.1+rev1.prod", "6.0.24+rev1.prod"));
    assert.equal(os.isArchitectureCompatibleWith("aarch64", "armv7hf"), true);
    assert.deepEqual(await os.getSupervisorReleasesForCpuArchitecture("aarch64"), []);
  });
}
