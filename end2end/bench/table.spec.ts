// Our grid beside AG Grid Community over the same 100,000 × 10 rows: medians, in turns, in one run.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { extname, join, normalize, resolve } from "node:path";
import { type Browser, chromium as engine, expect, test } from "@playwright/test";
import { chromium } from "../harness/browser.ts";

const RUNS = Number(process.env.BINNACLE_RUNS ?? 5);
const FOLDERS = {
  ours: resolve(process.env.BINNACLE_BENCH_TABLE ?? "../dist-bench-table"),
  theirs: resolve(import.meta.dirname, "ag-grid"),
};
const KINDS: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm", ".css": "text/css" };
const FILTERS = ["device-42", "fleet-7", "zzz"];

type Peer = keyof typeof FOLDERS;
type Grid = {
  filter(text: string): void;
  count(): number;
  sort(column: string): void;
  jump(row: number): void;
  update(rows: number): void;
  scroller(): Element | null;
  bytes?(): number;
};
type Seen = Record<"first_ms" | "typing_ms" | "filter_ms" | "sort_ms" | "jump_ms" | "update_ms" | "scroll_fps" | "scroll_p99_ms" | "memory_mb" | "nodes", number> & {
  hits: number[];
};

declare global {
  interface Window {
    __grid: Grid;
    __ready?: { ms: number };
    gc?(): void;
  }
}

async function serve(folder: string): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://x").pathname).replace(/^(\.\.\/)+/, "");
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    readFile(file).then(
      (bytes) => response.writeHead(200, { "content-type": KINDS[extname(file)] ?? "application/octet-stream" }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

async function look(browser: Browser, url: string): Promise<Seen> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  await page.goto(url);
  await page.waitForFunction(() => window.__ready, null, { timeout: 60_000 });
  const seen = await page.evaluate(async (filters) => {
    const grid = window.__grid;
    const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
    /** After the next frame was drawn. */
    const frame = () =>
      new Promise<void>((drawn) =>
        requestAnimationFrame(() => {
          const after = new MessageChannel();
          after.port1.onmessage = () => drawn();
          after.port2.postMessage(0);
        }),
      );
    const rest = (ms: number) => new Promise((rested) => setTimeout(rested, ms));
    /**
     * Milliseconds from the call to the frame that shows what it did, begun on a page at rest. Begun right after a frame, both would
     * wait for the next refresh first, 16.7 ms on top of either: then no work, however little, could be a quarter of 46 ms.
     */
    const time = async (times: number, act: (time: number) => void) => {
      const took: number[] = [];
      for (let at = 0; at < times; at++) {
        await frame();
        await rest(60);
        const begun = performance.now();
        act(at);
        await frame();
        took.push(performance.now() - begun);
      }
      return took;
    };
    const hits: number[] = [];
    const filtered: number[] = [];
    for (const text of filters) {
      filtered.push(...(await time(1, () => grid.filter(text))));
      hits.push(grid.count());
      await time(1, () => grid.filter(""));
    }
    const typed: number[] = [];
    for (let letters = 1; letters <= 9; letters++) {
      typed.push(...(await time(1, () => grid.filter("device-42".slice(0, letters)))));
      hits.push(grid.count());
    }
    await time(1, () => grid.filter(""));
    const sorted = await time(5, (at) => grid.sort(at % 2 ? "name" : "cpu"));
    const jumped = await time(9, (at) => grid.jump((at * 17_321 + 5_000) % 90_000));
    const updated = await time(9, () => grid.update(1_000));
    /** What the page names, or the tallest thing that scrolls. */
    const scroller =
      grid.scroller() ??
      [...document.querySelectorAll("*")]
        .filter((one) => one.clientHeight > 100 && one.scrollHeight > one.clientHeight + 1_000)
        .sort((a, b) => b.scrollHeight - a.scrollHeight)[0]!;
    const frames: number[] = [];
    await new Promise<void>((done) => {
      let last = performance.now();
      const end = last + 3_000;
      const step = () => {
        const now = performance.now();
        frames.push(now - last);
        last = now;
        scroller.scrollTop += 700;
        if (scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 5) scroller.scrollTop = 0;
        if (now < end) requestAnimationFrame(step);
        else done();
      };
      requestAnimationFrame(step);
    });
    frames.sort((a, b) => a - b);
    window.gc?.();
    return {
      first_ms: window.__ready!.ms,
      typing_ms: median(typed),
      filter_ms: median(filtered),
      sort_ms: median(sorted),
      jump_ms: median(jumped),
      update_ms: median(updated),
      scroll_fps: frames.length / 3,
      scroll_p99_ms: frames[Math.floor(frames.length * 0.99)]!,
      bytes: grid.bytes?.() ?? 0,
      hits,
    };
  }, FILTERS);
  await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const metric = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  await page.close();
  const { bytes, ...figures } = seen;
  return { ...figures, memory_mb: (metric("JSHeapUsedSize") + bytes) / 1e6, nodes: metric("Nodes") };
}

test("the table beside AG Grid", async () => {
  const servers = { ours: await serve(FOLDERS.ours), theirs: await serve(FOLDERS.theirs) };
  const options = chromium.launchOptions;
  // Without the cap of 60 frames a second, which a quiet machine lets both reach: what counts is how many could be drawn.
  const args = [...options.args, "--enable-precise-memory-info", "--js-flags=--expose-gc", "--disable-frame-rate-limit"];
  const browser = await engine.launch({ ...options, args });
  const seen: Record<Peer, Seen[]> = { ours: [], theirs: [] };
  for (let run = 0; run < RUNS; run++) {
    const turns: Peer[] = run % 2 ? ["theirs", "ours"] : ["ours", "theirs"];
    for (const peer of turns) seen[peer].push(await look(browser, servers[peer].url));
  }
  await browser.close();
  servers.ours.close();
  servers.theirs.close();
  expect(seen.ours[0]!.hits, "both find the same rows").toEqual(seen.theirs[0]!.hits);
  const median = (peer: Peer, name: keyof Omit<Seen, "hits">) => {
    const values = seen[peer].map((one) => one[name]).sort((a, b) => a - b);
    return values[values.length >> 1]!;
  };
  for (const name of ["first_ms", "typing_ms", "filter_ms", "sort_ms", "update_ms", "jump_ms", "scroll_fps", "scroll_p99_ms", "memory_mb", "nodes"] as const) {
    const [ours, theirs] = [median("ours", name), median("theirs", name)];
    console.log(`# table ${name}: ${ours.toFixed(1)}, AG Grid ${theirs.toFixed(1)}`);
    console.log(`ratio ${name} ${(ours / theirs).toFixed(3)}`);
  }
});
