// Proves the vault in a real Chromium: keeps, reloads, is cut off, is refused to a second tab, forgets. See README.md.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../../../..");
const end2end = process.env.BINNACLE_END2END ?? join(root, "end2end");
const { chromium } = createRequire(join(end2end, "package.json"))("playwright-core");

const made = mkdtempSync(join(tmpdir(), "binnacle-vault-"));
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
run("cargo", ["build", "--release", "--package", "binnacle-vault", "--example", "vault-in-a-browser", "--target", "wasm32-unknown-unknown"]);
const wasm = join(target, "wasm32-unknown-unknown/release/examples/vault-in-a-browser.wasm");
run(process.env.WASM_BINDGEN ?? "wasm-bindgen", [wasm, "--target", "no-modules", "--no-typescript", "--out-dir", made, "--out-name", "vault"]);

const pages = {
  "/": ["text/html", "<!doctype html><title>vault</title>"],
  "/worker.js": ["text/javascript", "importScripts('/vault.js'); wasm_bindgen('/vault_bg.wasm');"],
  "/vault.js": ["text/javascript", readFileSync(join(made, "vault.js"))],
  "/vault_bg.wasm": ["application/wasm", readFileSync(join(made, "vault_bg.wasm"))],
};
const server = createServer((request, response) => {
  const [type, body] = pages[request.url] ?? ["text/plain", ""];
  response.writeHead(body ? 200 : 404, { "content-type": type }).end(body);
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const address = `http://127.0.0.1:${server.address().port}/`;

const profile = join(made, "profile");
let browser = await launch();
try {
  await check();
  await refusals();
  await measure();
  console.log("all well");
} finally {
  await browser.close();
  server.close();
  rmSync(made, { recursive: true, force: true });
}

async function check() {
  let tab = await open();
  await says(tab, "open 1", "opened");
  await says(tab, "append a 1 1000 100", "1000");
  await says(tab, "append a 900 1200 100", "200", "what is kept already is dropped");
  await says(tab, "append a 1301 1400 100", "100");
  await says(tab, "read a", "1..1200 (100) 1301..1400");

  await reload(tab);
  await says(tab, "open 1", "opened", "the former worker has let go");
  await says(tab, "read a", "1..1200 (100) 1301..1400", "it is there after a reload");

  const second = await open();
  await says(second, "open 1", "HeldElsewhere");
  await says(tab, "append a 1401 1402 100", "2", "the first tab goes on");
  await tab.close();
  await says(second, "open 1", "opened", "the second has its turn");
  tab = second;
  await says(tab, "read a", "1..1200 (100) 1301..1402");

  await says(tab, "close", "closed");
  await says(tab, "open 2", "opened");
  await says(tab, "read a", "nothing", "another person's are not read");
  await says(tab, "append a 5 9 10", "5");
  await says(tab, "close", "closed");
  await says(tab, "open 1", "opened");
  await says(tab, "read a", "1..1200 (100) 1301..1402");

  await browser.close();
  browser = await launch();
  tab = await open();
  await says(tab, "open 1", "opened");
  await says(tab, "read a", "1..1200 (100) 1301..1402", "it is there after the browser was closed");
  await says(tab, "close", "closed");

  await damage(tab);
  await says(tab, "open 1", "opened");
  await says(tab, "read a", "1..1200 (100) 1301..1400", "the record that was cut is left out");
  await says(tab, "append a 1301 1402 100", "2", "and comes again");
  await says(tab, "read a", "1..1200 (100) 1301..1402");

  await says(tab, "devices 255", "256", "many files are open at once");
  console.log(`  250 files: ${await tab.evaluate(() => window.ask("wait"))}`);
  await says(tab, "forget a", "forgotten");
  await says(tab, "read a", "nothing");
  await reload(tab);
  await says(tab, "open 1", "opened");
  await says(tab, "read a", "nothing");
  await says(tab, "usage", /^255 devices, 255 lines/);
  await says(tab, "close", "closed");

  await says(tab, "open 3 8 4", "opened");
  for (let first = 1; first <= 100_000; first += 5000) {
    await says(tab, `append big ${first} ${first + 4999} 200`, "5000");
    const [, bytes] = (await ask(tab, "usage")).match(/(\d+) bytes/);
    assert(bytes <= 4 * 1024 * 1024, `${bytes} bytes`);
  }
  await says(tab, "flush", "flushed");
  await says(tab, "read big", /^\d+\.\.100000$/);

  const leaves = await open();
  await says(leaves, "forget-all", "forgotten", "a tab forgets what another holds");
  assert.deepEqual(await leaves.evaluate(names), [], "nothing is left on the disk");
  await says(tab, "append big 100001 100002 5", "LetGo");
  await says(tab, "forget-all", "forgotten", "where there is nothing");
  await says(tab, "open 1", "opened", "and one begins anew");
  await says(tab, "usage", /^0 devices, 0 lines, 0 bytes/);
  await says(tab, "forget-all", "forgotten", "the worker that has it open may say so, too");
}

/** Browsers and origins that keep nothing, or little. */
async function refusals() {
  const plain = await open(address.replace("127.0.0.1", "plain.test"));
  await says(plain, "open 1", "Unsupported", "an origin that is not secure");
  await says(plain, "forget-all", "forgotten");
  await plain.close();

  const tab = await open();
  const devtools = await browser.newCDPSession(tab);
  const quota = (quotaSize) => devtools.send("Storage.overrideQuotaForOrigin", { origin: address.slice(0, -1), quotaSize });
  await says(tab, "open 5", "opened");
  await says(tab, "append a 1 100 100", "100");
  await quota(3_000_000);
  for (let first = 101; first <= 50_000; first += 100) await says(tab, `append a ${first} ${first + 99} 200`, "100");
  await says(tab, "read a", /^\d+\.\.50000$/, "the oldest made room");
  for (const device of ["b", "c"]) {
    for (let first = 1; first <= 20_000; first += 100) await says(tab, `append ${device} ${first} ${first + 99} 200`, "100");
    await says(tab, `read ${device}`, /^\d+\.\.20000$/, "the largest log made room");
  }
  await says(tab, "forget-all", "forgotten");
  await quota(1);
  await says(tab, "open 5", "Full");
  await quota(undefined);
  await says(tab, "open 5", "opened");
  await says(tab, "wait", "all is open");
  await quota(1);
  await says(tab, "append a 1 100 200", "Full");
  await quota(undefined);
  await says(tab, "append a 1 100 200", "100", "it goes on once there is room");
  await says(tab, "forget-all", "forgotten");
  await tab.close();
}

async function measure() {
  const tab = await open();
  await says(tab, "open 4", "opened");
  for (const device of ["a", "b", "c", "d"]) {
    for (let first = 1; first <= 250_000; first += 50_000) await ask(tab, `append ${device} ${first} ${first + 49_999} 200`);
  }
  for (const order of ["append a 250001 270000 200", "append a 270001 270001 200", "flush", "close", "open 4", "usage", "last a", "read a"]) {
    console.log(`  ${order}: ${await tab.evaluate((order) => window.ask(order), order)}`);
  }
}

/** Cuts three bytes off the longest file. */
async function damage(tab) {
  await tab.evaluate(async () => {
    const vault = await (await navigator.storage.getDirectory()).getDirectoryHandle("binnacle-logs");
    let longest;
    for await (const folder of vault.values()) {
      for await (const file of folder.values()) {
        const { size } = await file.getFile();
        if (!longest || size > longest.size) longest = { file, size };
      }
    }
    const writable = await longest.file.createWritable({ keepExistingData: true });
    await writable.truncate(longest.size - 3);
    await writable.close();
  });
}

async function names() {
  const found = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) found.push(name);
  return found;
}

async function launch() {
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env.BINNACLE_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--host-resolver-rules=MAP plain.test 127.0.0.1"],
  });
}

async function open(at = address) {
  const tab = await browser.newPage();
  await tab.goto(at);
  await start(tab);
  return tab;
}

async function reload(tab) {
  await tab.reload();
  await start(tab);
}

async function start(tab) {
  await tab.evaluate(async () => {
    const worker = new Worker("/worker.js");
    const next = () => new Promise((told) => (worker.onmessage = (event) => told(event.data)));
    await next();
    window.ask = (order) => {
      const answer = next();
      worker.postMessage(order);
      return answer;
    };
  });
}

async function ask(tab, order) {
  const answer = await tab.evaluate((order) => window.ask(order), order);
  return answer.replace(/ in \d+ ms$/, "");
}

async function says(tab, order, expected, why = order) {
  const answer = await ask(tab, order);
  if (expected instanceof RegExp) assert.match(answer, expected, why);
  else assert.equal(answer, expected, why);
}

function run(program, words) {
  const { status } = spawnSync(program, words, { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error(`${program} failed`);
}
