// A fleet of 100,000 devices: how soon a cold page shows rows, and what grows while 1,000 devices a second change.
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type CDPSession, type Page, expect, test } from "@playwright/test";
import { Api } from "../harness/api.ts";
import { PASSWORD, Server } from "../harness/server.ts";
import { chromium } from "../harness/browser.ts";

const MINUTES = Number(process.env.BINNACLE_SOAK_MINUTES ?? 10);
const DEVICES = Number(process.env.BINNACLE_SOAK_DEVICES ?? 100_000);
const RUNS = Number(process.env.BINNACLE_RUNS ?? 5);
/** Devices that change at once, ten times a second. */
const BATCH = 100;
const ROOT = resolve(import.meta.dirname, "../..");

declare global {
  interface Window {
    __memory?: WebAssembly.Memory;
    __firstRow?: number;
  }
}

test.use({ launchOptions: { ...chromium.launchOptions, args: [...chromium.launchOptions.args, "--enable-precise-memory-info"] } });

/** A data folder with the fleet in it; answers the fleet's number. */
function seed(folder: string): number {
  const arguments_ = ["bench", "-p", "binnacle-platform", "--bench", "reads"];
  const environment = { ...process.env, BENCH_SEED: folder, BENCH_PASSWORD: PASSWORD, BENCH_DEVICES: String(DEVICES) };
  const made = spawnSync("cargo", arguments_, { cwd: ROOT, env: environment, encoding: "utf8" });
  const fleet = /^figure fleet (\d+)$/m.exec(made.stdout ?? "")?.[1];
  if (!fleet) throw new Error(`no fleet was made: ${made.stderr}`);
  return Number(fleet);
}

/** Notes the page's wasm memory, and when its first row was painted. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const keep = (made: WebAssembly.WebAssemblyInstantiatedSource) => {
      window.__memory = made.instance.exports.memory as WebAssembly.Memory;
      return made;
    };
    const { instantiateStreaming, instantiate } = WebAssembly;
    WebAssembly.instantiateStreaming = (...all) => instantiateStreaming(...all).then(keep);
    WebAssembly.instantiate = ((...all: Parameters<typeof instantiate>) => instantiate(...all).then((made) => keep(made as never))) as never;
    const look = () => {
      if (!document.querySelector(".grid .gr")) return requestAnimationFrame(look);
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => (window.__firstRow = performance.now());
        after.port2.postMessage(0);
      });
    };
    look();
  });
}

type Size = { heap: number; nodes: number };

/** JS heap and wasm memory together in bytes, and DOM nodes, after what can be forgotten is. */
async function size(page: Page, cdp: CDPSession): Promise<Size> {
  for (let time = 0; time < 3; time++) await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const metric = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  const wasm = await page.evaluate(() => window.__memory?.buffer.byteLength ?? 0);
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  console.log(`# heap ${(metric("JSHeapUsedSize") / 1e6).toFixed(1)} MB, wasm ${(wasm / 1e6).toFixed(1)} MB, elements ${nodes}, nodes ${metric("Nodes")}`);
  return { heap: metric("JSHeapUsedSize") + wasm, nodes: metric("Nodes") };
}

/** Changes devices until told to stop; answers how many it changed. */
function changes(api: Api, ids: number[]): { stop(): Promise<number> } {
  let goes = true;
  let changed = 0;
  let at = 0;
  const work = (async () => {
    const begun = Date.now();
    for (let round = 0; goes; round++) {
      const some = Array.from({ length: BATCH }, () => ids[(at += 7919) % ids.length]!);
      await api.call("PATCH", `/v7/device?$filter=id%20in%20(${some.join(",")})`, { cpu_usage: round % 100, memory_usage: (round * 13) % 4_000 });
      changed += BATCH;
      await new Promise((next) => setTimeout(next, Math.max(0, begun + (round + 1) * 100 - Date.now())));
    }
    return changed;
  })();
  return {
    stop: () => {
      goes = false;
      return work;
    },
  };
}

test("100,000 devices", async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), "binnacle-many-"));
  const fleet = seed(folder);
  const server = await Server.over(folder, ["--no-demo"]);
  const api = await Api.of(server);
  const entrance = await browser.newContext();
  const entering = await entrance.newPage();
  await entering.goto(server.url);
  await entering.getByRole("textbox", { name: "E-mail or user name" }).fill(server.user);
  await entering.getByLabel("Password", { exact: true }).fill(server.password);
  await entering.getByRole("button", { name: "Sign in" }).click();
  await expect(entering.getByRole("heading", { level: 1, name: "Fleets" })).toBeVisible();
  const storageState = await entrance.storageState();
  await entrance.close();

  const address = new URL(`/fleets/${fleet}/devices`, server.url).href;
  const first: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, storageState });
    const page = await context.newPage();
    await watch(page);
    await page.goto(address);
    await page.waitForFunction(() => window.__firstRow, null, { timeout: 60_000 });
    first.push(await page.evaluate(() => window.__firstRow!));
    await context.close();
  }
  first.sort((a, b) => a - b);
  console.log(`# first rows: ${first.map((ms) => ms.toFixed(0)).join(" ")} ms`);
  console.log(`figure first_rows ${(first[first.length >> 1]! / 1_000).toFixed(3)}`);

  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, storageState });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable");
  await watch(page);
  await page.goto(address);
  const count = DEVICES.toLocaleString("en");
  await expect(page.getByText(`${count} devices`).first()).toBeVisible({ timeout: 120_000 });
  const ids = (await api.rows<{ id: number }>(`device?$select=id&$filter=belongs_to__application%20eq%20${fleet}`)).map((row) => row.id);
  const writing = changes(api, ids);
  const begun = Date.now();
  // What is there once and for all comes first: caches, compiled code, dictionaries.
  await page.waitForTimeout(Math.min(60_000, MINUTES * 10_000));
  const sizes = [await size(page, cdp)];
  const samples = 10;
  for (let sample = 0; sample < samples; sample++) {
    await page.waitForTimeout((MINUTES * 60_000) / samples);
    sizes.push(await size(page, cdp));
  }
  const seconds = (Date.now() - begun) / 1_000;
  const changed = await writing.stop();
  const growth = (of: (size: Size) => number) => {
    const [before, ...after] = sizes.map(of);
    return Math.max(...after.map((now) => (100 * (now - before!)) / before!));
  };
  console.log(`figure changes_a_second ${(changed / seconds).toFixed(0)}`);
  console.log(`figure heap_growth ${growth((size) => size.heap).toFixed(2)}`);
  console.log(`figure node_growth ${growth((size) => size.nodes).toFixed(2)}`);
  await context.close();
  await server.stop();
});
