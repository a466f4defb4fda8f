// The real balena-sdk walks through a fresh server; what it can and cannot do is docs/compatibility.md.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { keys, organizations, signIn } from "./sdk/account.ts";
import { actions } from "./sdk/actions.ts";
import { catalogue } from "./sdk/catalogue.ts";
import { devices, running } from "./sdk/devices.ts";
import { fleets } from "./sdk/fleets.ts";
import { releases } from "./sdk/releases.ts";
import { tags, variables } from "./sdk/variables.ts";
import { stands } from "./compatibility.ts";
import { functionsOf } from "./sdk/record.ts";
import { REFUSED } from "./sdk/refused.ts";
import { FLEET, World } from "./sdk/world.ts";

let world: World;
before(async () => {
  world = await World.fresh();
});
after(() => world.end());

test("sign in", (t) => signIn(t, world));
test("organizations", (t) => organizations(t, world));
test("fleets", (t) => fleets(t, world));
test("devices", (t) => devices(t, world));
test("running devices", (t) => running(t, world));
test("keys", (t) => keys(t, world));
test("variables", (t) => variables(t, world));
test("tags", (t) => tags(t, world));
test("releases", (t) => releases(t, world));
test("catalogue", (t) => catalogue(t, world));
test("what cannot be done is refused, clearly", async (t) => {
  const { models } = world.sdk;
  const [{ uuid }] = await models.device.getAllByApplication(FLEET, { $select: "uuid", $top: 1 });
  const { commit } = await models.release.getLatestByApplication(FLEET, { $select: "commit" });
  const facts = { fleet: FLEET, fleetId: (await models.application.get(FLEET, { $select: "id" })).id, uuid, commit };
  for (const [name, proof] of REFUSED.flatMap(({ calls }) => Object.entries(calls))) {
    if (!proof) continue;
    await t.test(name, async () => {
      await assert.rejects(async () => await proof(world.sdk, facts), (error: Error & { statusCode?: number }) => {
        assert.ok((error.statusCode ?? 400) < 500, `answered ${error.statusCode}`);
        return true;
      });
    });
  }
});
test("actions and logs", (t) => actions(t, world));
test("docs/compatibility.md says which calls work and which cannot", async () => {
  const refused = REFUSED.map(({ why, calls }) => ({ why, names: Object.keys(calls) }));
  const cannot = new Set(refused.flatMap(({ names }) => names));
  const works = [...world.worked].filter((name) => !cannot.has(name)).sort();
  const missing = functionsOf(world.sdk).filter((name) => !world.worked.has(name) && !cannot.has(name));
  assert.deepEqual(missing, [], "neither walked nor named in sdk/refused.ts");
  assert.deepEqual([...world.worked].filter((name) => cannot.has(name)), [], "work although sdk/refused.ts says they cannot");
  await stands("balena-sdk", { works, refused });
});
