// Who the caller is: signing in and out, organizations, API keys and SSH keys.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { type World, FLEET } from "./world.ts";

export async function signIn(t: TestContext, { sdk, server }: World): Promise<void> {
  await t.test("a wrong password is refused as one", async () => {
    await assert.rejects(sdk.auth.login({ email: server.user, password: "not the password" }), sdk.errors.BalenaInvalidLoginCredentials);
    assert.equal(await sdk.auth.isLoggedIn(), false);
    assert.equal(await sdk.auth.whoami(), undefined);
  });
  await t.test("signs in with credentials, out, and in with a token", async () => {
    await sdk.auth.login({ email: server.user, password: server.password });
    assert.equal(await sdk.auth.isLoggedIn(), true);
    await sdk.auth.logout();
    assert.equal(await sdk.auth.isLoggedIn(), false);
    const token = await sdk.auth.authenticate({ email: server.user, password: server.password });
    await sdk.auth.loginWithToken(token);
    assert.equal(await sdk.auth.getToken(), token);
    assert.equal(await sdk.auth.isLoggedIn(), true);
  });
  await t.test("knows who it is", async () => {
    const me = await sdk.auth.whoami();
    assert.deepEqual([me.actorType, me.username], ["user", server.user]);
    const user = await sdk.auth.getUserInfo();
    assert.equal(user.username, server.user);
    assert.match(user.email, /^\S+@\S+\.\S+$/);
    assert.equal(await sdk.auth.getActorId(), user.actor);
    assert.equal(await sdk.auth.twoFactor.isEnabled(), false);
    assert.equal(await sdk.auth.twoFactor.isPassed(), true);
  });
  await t.test("says which settings and versions it works with", async () => {
    assert.equal(await sdk.settings.get("apiUrl"), (await sdk.settings.getAll()).apiUrl);
    assert.deepEqual(sdk.utils.mergePineOptions({ $select: "id" }, { $top: 1 }), { $select: "id", $top: 1 });
  });
}

export async function organizations(t: TestContext, { sdk }: World): Promise<void> {
  await t.test("lists organizations and their members", async () => {
    const [mine] = await sdk.models.organization.getAll();
    assert.equal((await sdk.models.organization.get(mine.handle)).id, mine.id);
    const { id } = await sdk.auth.getUserInfo();
    const members = await sdk.models.organization.membership.getAllByOrganization(mine.handle);
    const [member] = members.filter((row: { user: { __id: number } }) => row.user.__id === id);
    assert.ok(member);
    assert.equal((await sdk.models.organization.membership.get(member.id)).id, member.id);
    const same = { user: id, is_member_of__organization: mine.id };
    assert.equal((await sdk.models.organization.membership.get(same)).id, member.id);
    assert.equal((await sdk.models.organization.membership.getAllByUser(id)).length, 1);
  });
}

export async function keys(t: TestContext, { sdk, name }: World): Promise<void> {
  await t.test("makes, lists, changes and revokes an API key of the user", async () => {
    const title = name("walk");
    const expiryDate = new Date(Date.now() + 3_600_000).toISOString();
    const key = await sdk.models.apiKey.create({ name: title, description: "for the walk", expiryDate });
    assert.match(key, /^\w{32}$/);
    const [row] = await sdk.models.apiKey.getAllNamedUserApiKeys({ $filter: { name: title } });
    assert.equal(row.description, "for the walk");
    await sdk.models.apiKey.update(row.id, { name: `${title}-2`, description: null, expiryDate: null });
    const [changed] = await sdk.models.apiKey.getAll({ $filter: { id: row.id } });
    assert.deepEqual([changed.name, changed.description, changed.expiry_date], [`${title}-2`, null, null]);
    await sdk.models.apiKey.revoke(row.id);
    assert.equal((await sdk.models.apiKey.getAll({ $filter: { id: row.id } })).length, 0);
  });
  await t.test("makes keys of a fleet and of a device", async () => {
    const { application, apiKey, device } = sdk.models;
    const title = name("provision");
    const key = await application.generateProvisioningKey({ slugOrUuidOrId: FLEET, keyName: title, keyDescription: "", keyExpiryDate: null });
    assert.match(key, /^\w{32}$/);
    // Who may command a fleet sees the keys that let devices in; those of devices are nobody's to read, as on openBalena.
    const provisioning: { name: string | null }[] = await apiKey.getProvisioningApiKeysByApplication(FLEET);
    assert.ok(provisioning.some((one) => one.name === title));
    const [{ uuid }] = await device.getAllByApplication(FLEET, { $select: "uuid", $top: 1 });
    assert.match(await device.generateDeviceKey(uuid, name("device"), "for the walk", null), /^\w{32}$/);
    assert.deepEqual(await apiKey.getDeviceApiKeysByDevice(uuid), []);
  });
  await t.test("keeps SSH keys", async () => {
    const title = name("laptop");
    const text = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE walk@example";
    const { id } = await sdk.models.key.create(title, `  ${text}\n`);
    assert.equal((await sdk.models.key.get(id)).public_key, text);
    assert.ok((await sdk.models.key.getAll()).some((row: { title: string }) => row.title === title));
    await sdk.models.key.remove(id);
    await assert.rejects(sdk.models.key.get(id), sdk.errors.BalenaKeyNotFound);
  });
}
