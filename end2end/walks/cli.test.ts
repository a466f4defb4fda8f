// The real balena-cli walks through a fresh server, over TLS; what it can and cannot do is docs/compatibility.md.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { after, before, suite, test } from "node:test";
import { promisify } from "node:util";
import { Api } from "../harness/api.ts";
import { Server } from "../harness/server.ts";
import { Cli, ended, until } from "./cli/cli.ts";
import { COMMANDS, REFUSED } from "./cli/refused.ts";
import { stands } from "./compatibility.ts";

const FLEET = "admin/greenhouse";
const SERVICE = "climate";
const run = promisify(execFile);

let server: Server;
let cli: Cli;
let api: Api;
/** The demo fleet's devices, and the fleet and device that the walk makes. */
let uuid = "";
let [second, third] = ["", ""];
let made = { fleet: "admin/cli-walk", uuid: "" };

before(async () => {
  server = await Server.fresh(["--demo-devices", "3"]);
  cli = await Cli.of(server);
  api = await Api.of(server);
  const rows = await api.until<{ uuid: string }>(
    "device?$select=uuid&$filter=overall_status eq 'operational' and belongs_to__application/slug eq 'admin/greenhouse'&$orderby=id asc",
    (rows) => rows.length === 3,
  );
  [uuid, second, third] = rows.map((row) => row.uuid) as [string, string, string];
});
after(async () => {
  await server.stop();
  await cli.forget();
});

test("signs in with credentials, out, and in with a token", async () => {
  const [{ email }] = await api.rows<{ email: string }>("user?$select=email&$filter=username eq 'admin'");
  await cli.ok(1, "login", "--credentials", "--email", email, "--password", server.password);
  assert.match(await cli.ok(1, "whoami"), /USERNAME: admin/);
  await cli.ok(1, "logout");
  assert.match((await cli.run("whoami")).err, /Login required/);
  const key = await api.call<string>("POST", "/api-key/user/full", { name: "cli", expiryDate: null });
  await cli.ok(1, "login", "--token", key);
  assert.match(await cli.ok(1, "whoami"), /USERNAME: admin/);
  // With a key the CLI makes no further keys: the rest is done with a session's token.
  const token = await api.call<string>("POST", "/login_", { username: server.user, password: server.password });
  await cli.ok(1, "login", "--token", token);
  assert.match(await cli.ok(1, "settings"), /localhost/);
});

test("fleets", async () => {
  await cli.ok(2, "fleet", "create", "cli-walk", "--organization", "admin", "--type", "raspberrypi3-64");
  const slugs = (await cli.json<{ slug: string }[]>(2, "fleet", "list")).map(({ slug }) => slug);
  assert.ok(slugs.includes(made.fleet) && slugs.includes(FLEET));
  await cli.ok(2, "fleet", "rename", made.fleet, "cli-walk-b");
  made.fleet = "admin/cli-walk-b";
  assert.match(await cli.ok(1, "fleet", made.fleet), /cli-walk-b/);
  for (const kind of ["app", "block"]) {
    await cli.ok(2, kind, "create", `cli-${kind}-walk`, "--organization", "admin", "--type", "raspberrypi3-64");
    await cli.ok(2, "fleet", "rm", `admin/cli-${kind}-walk`, "--yes");
  }
  assert.match(await cli.ok(2, "organization", "list"), /admin/);
  assert.match(await cli.ok(2, "device-type", "list", "--all"), /raspberrypi3-64/);
});

test("devices: registered, listed, renamed, noted, moved, removed", async () => {
  made.uuid = /[0-9a-f]{32}/.exec(await cli.ok(2, "device", "register", FLEET))![0];
  await cli.ok(2, "device", "rename", made.uuid, "by the door");
  await cli.ok(2, "device", "note", "key under the mat", "--device", made.uuid);
  await cli.ok(2, "device", "move", made.uuid, "--fleet", made.fleet);
  const rows = await cli.json<{ uuid: string; device_name: string }[]>(2, "device", "list", "--fleet", made.fleet);
  assert.deepEqual(rows.map(({ uuid, device_name }) => [uuid, device_name]), [[made.uuid, "by the door"]]);
  assert.match(await cli.ok(1, "device", uuid), /STATUS: +operational/);
  await cli.ok(2, "device", "rm", made.uuid, "--yes");
  await cli.ok(2, "fleet", "rm", made.fleet, "--yes");
  assert.equal((await api.rows(`application?$select=id&$filter=slug eq '${made.fleet}'`)).length, 0);
});

// A command takes a second to start: those that do not disturb each other run three at a time, on devices of their own.
suite("side by side", { concurrency: 3 }, () => {
  test("variables of a fleet, a device and a service", async () => {
    const levels: [string[], string[]][] = [
      [["--fleet", FLEET], []],
      [["--fleet", FLEET, "--service", SERVICE], ["--service"]],
      [["--device", uuid], ["--device"]],
      [["--device", uuid, "--service", SERVICE], ["--device", "--service"]],
    ];
    for (const [at, kind] of levels) {
      await cli.ok(2, "env", "set", "WALK", "one", ...at);
      const all = async () => await cli.json<{ id: number; name: string; value: string; serviceName?: string }[]>(2, "env", "list", ...at);
      // A list shows what is inherited too: ours is the one that the fleet has not given.
      const ours = (await all()).filter(({ name, value }) => name === "WALK" && value === "one");
      assert.ok(ours.length >= 1, JSON.stringify(at));
      const id = String(Math.max(...ours.map(({ id }) => id)));
      if (kind.length === 1 && kind[0] === "--device") await cli.ok(2, "env", "rename", id, "two", ...kind);
      await cli.ok(2, "env", "rm", id, ...kind, "--yes");
    }
  });

  test("tags of a fleet, a device and a release", async () => {
    const [{ commit }] = await cli.json<{ commit: string }[]>(2, "release", "list", FLEET);
    for (const at of [["--fleet", FLEET], ["--device", uuid], ["--release", commit]]) {
      await cli.ok(2, "tag", "set", "walk", "one", ...at);
      assert.match(await cli.ok(2, "tag", "list", ...at), /walk +one/);
      await cli.ok(2, "tag", "rm", "walk", ...at);
      assert.doesNotMatch(await cli.ok(2, "tag", "list", ...at).catch(String), /walk +one/);
    }
  });

  test("releases, pins and tracking", async () => {
    const [newest, older] = await cli.json<{ id: number; commit: string }[]>(2, "release", "list", FLEET);
    assert.match(await cli.ok(1, "release", newest!.commit), new RegExp(newest!.commit));
    const pinned = async (what: string) => (await api.rows<{ id: number }>(what))[0];
    await cli.ok(2, "device", "pin", second, older!.commit);
    assert.ok(await pinned(`device?$select=id&$filter=uuid eq '${second}' and is_pinned_on__release eq ${older!.id}`));
    await cli.ok(2, "device", "track-fleet", second);
    assert.ok(await pinned(`device?$select=id&$filter=uuid eq '${second}' and is_pinned_on__release eq null`));
    await cli.ok(2, "fleet", "pin", FLEET, older!.commit);
    assert.ok(await pinned(`application?$select=id&$filter=slug eq '${FLEET}' and should_be_running__release eq ${older!.id}`));
    await cli.ok(2, "fleet", "track-latest", FLEET);
    assert.ok(await pinned(`application?$select=id&$filter=slug eq '${FLEET}' and should_be_running__release eq ${newest!.id}`));
    await cli.ok(2, "release", "invalidate", older!.commit);
    await cli.ok(2, "release", "validate", older!.commit);
    await cli.ok(2, "release", "finalize", older!.commit);
  });

  test("files of a release", async () => {
    const [{ commit }] = await cli.json<{ commit: string }[]>(2, "release", "list", FLEET);
    const [there, back] = [cli.file("notes.txt"), cli.file("back.txt")];
    await writeFile(there, "what the walk attached");
    await cli.ok(2, "release-asset", "upload", commit, there, "--key", "notes");
    assert.match(await cli.ok(2, "release-asset", "list", commit), /notes/);
    await cli.ok(2, "release-asset", "download", commit, "--key", "notes", "--output", back);
    assert.equal(await readFile(back, "utf8"), "what the walk attached");
    await cli.ok(2, "release-asset", "delete", commit, "--key", "notes", "--yes");
  });

  test("logs: what was, and what comes", async () => {
    assert.match(await cli.ok(2, "device", "logs", third), /\[climate\]/);
    const { child, said } = cli.start("device", "logs", third, "--tail");
    try {
      await until("the tail shows history", () => said.out.includes("["));
      const before = said.out.length;
      await until("the tail goes on", () => said.out.slice(before).includes("[climate]"));
    } finally {
      await ended(child);
    }
  });

  test("a tunnel, and a command in the device's shell through it", async () => {
    const key = cli.file("id_ed25519");
    await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "walk", "-f", key]);
    await cli.ok(2, "ssh-key", "add", "walk", `${key}.pub`);
    const [, id] = /^(\d+) +walk$/m.exec(await cli.ok(2, "ssh-key", "list"))!;
    assert.match(await cli.ok(1, "ssh-key", id!), /ssh-ed25519/);
    const port = await freePort();
    const { child, said } = cli.start("device", "tunnel", uuid, "-p", `22222:127.0.0.1:${port}`);
    try {
      await until("the tunnel waits", () => said.out.includes("Waiting for connections"));
      const options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes", "ConnectTimeout=20"];
      const flags = ["-i", key, "-p", String(port), ...options.flatMap((option) => ["-o", option])];
      const { stdout } = await run("ssh", [...flags, "admin@127.0.0.1", "echo $((6 * 7)) && balena-engine ps"]);
      assert.match(stdout, /^42\n/);
      assert.match(stdout, new RegExp(SERVICE));
      cli.worked.add("device tunnel");
    } finally {
      await ended(child);
    }
    await cli.ok(2, "ssh-key", "rm", id!, "--yes");
  });

  test("keys and a device's configuration", async () => {
    assert.match(await cli.ok(2, "api-key", "generate", "walk", "never"), /\w{32}/);
    const [{ id }] = await api.rows<{ id: number }>("api_key?$select=id&$filter=name eq 'walk'");
    assert.match(await cli.ok(2, "api-key", "list"), /walk/);
    await cli.ok(2, "api-key", "revoke", String(id));
    const file = cli.file("config.json");
    const choices = ["--network", "wifi", "--wifiSsid", "walk", "--wifiKey", "secret", "--appUpdatePollInterval", "10"];
    await cli.ok(2, "config", "generate", "--fleet", FLEET, "--version", "6.5.39", ...choices, "--output", file);
    const config = JSON.parse(await readFile(file, "utf8")) as { deviceType: string; apiKey: string };
    assert.equal(config.deviceType, "raspberrypi3-64");
    assert.match(config.apiKey, /^\w{32}$/);
  });

  test("what cannot be done ends with a sentence", async (t) => {
    for (const [name, words] of REFUSED.flatMap(({ commands }) => Object.entries(commands))) {
      if (!words) continue;
      await t.test(name, async () => {
        const { code, out, err } = await cli.run(...name.split(" "), ...words(FLEET, uuid));
        assert.notEqual(code, 0, out);
        assert.doesNotMatch(out + err, /Response code 5|statusCode: 5/);
      });
    }
  });
});

test("what a device is asked to do", async () => {
  const operational = `device?$select=id&$filter=uuid eq '${uuid}' and overall_status eq 'operational'`;
  await api.until(operational, (rows) => rows.length === 1);
  await cli.ok(2, "device", "identify", uuid);
  await cli.ok(2, "device", "local-mode", uuid, "--status");
  await cli.ok(2, "device", "stop-service", uuid, SERVICE);
  await cli.ok(2, "device", "start-service", uuid, SERVICE);
  await cli.ok(2, "device", "restart", uuid);
  await cli.ok(2, "device", "restart", uuid, "--service", SERVICE);
  await cli.ok(2, "device", "purge", uuid);
  await cli.ok(2, "fleet", "purge", FLEET);
  await cli.ok(2, "device", "reboot", uuid);
  await api.until(`device?$select=id&$filter=uuid eq '${uuid}' and is_online eq false`, (rows) => rows.length === 1);
  await api.until(operational, (rows) => rows.length === 1);
  await cli.ok(2, "device", "shutdown", uuid);
  await api.until(`device?$select=id&$filter=uuid eq '${uuid}' and is_online eq false`, (rows) => rows.length === 1);
});

test("docs/compatibility.md says which commands work and which cannot", async () => {
  const refused = REFUSED.map(({ why, commands }) => ({ why, names: Object.keys(commands) }));
  const cannot = refused.flatMap(({ names }) => names);
  const missing = COMMANDS.filter((name) => !cli.worked.has(name) && !cannot.includes(name));
  assert.deepEqual(missing, [], "neither walked nor named in cli/refused.ts");
  await stands("balena-cli", { works: [...cli.worked].sort(), refused });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise<void>((resolve) => probe.once("listening", () => resolve()));
  const { port } = probe.address() as { port: number };
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}
