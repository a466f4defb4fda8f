// The first load: the login page on a slow network and a slow machine, then the fleet behind it; and once unthrottled.
import { type Browser, type CDPSession, type Page, expect } from "@playwright/test";
import { test } from "../harness/test.ts";
import { Api } from "../harness/api.ts";
import type { Server } from "../harness/server.ts";

const RUNS = Number(process.env.BINNACLE_RUNS ?? 5);
/** "Slow 4G" as Lighthouse has it, in bytes a second and milliseconds. */
const SLOW_4G = { latency: 562.5, downloadThroughput: (1.6e6 * 0.9) / 8, uploadThroughput: (750e3 * 0.9) / 8 };
/** A person types this fast: milliseconds between keys. */
const KEY_MS = 120;

type Seen = { fcp: number; ready: number; blocked: number; bytes: number };
type Marks = { long: [number, number][]; fcp: number; ready: number };

declare global {
  interface Window {
    __marks: Marks;
  }
}

/** Notes paints, long tasks and when `selector` is first painted. */
async function watch(page: Page, selector: string): Promise<void> {
  await page.addInitScript((selector) => {
    const marks: Marks = (window.__marks = { long: [], fcp: 0, ready: 0 });
    const each = (type: string, note: (entry: PerformanceEntry) => void) =>
      new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
    each("longtask", (entry) => marks.long.push([entry.startTime, entry.duration]));
    each("paint", (entry) => {
      if (entry.name === "first-contentful-paint") marks.fcp = entry.startTime;
    });
    const look = () => {
      const element = document.querySelector(selector);
      if (!element?.getClientRects().length) return setTimeout(look, 8);
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => (marks.ready = performance.now());
        after.port2.postMessage(0);
      });
    };
    look();
  }, selector);
}

/** Waits for it and for two quiet seconds, in which no task was long. */
async function marks(page: Page): Promise<{ fcp: number; ready: number; blocked: number }> {
  await page.waitForFunction(
    () => {
      const { long, fcp, ready } = window.__marks;
      const last = Math.max(fcp, ready, ...long.map(([start, duration]) => start + duration));
      return fcp > 0 && ready > 0 && performance.now() - last > 2_000;
    },
    null,
    { timeout: 120_000 },
  );
  const { long, fcp, ready } = await page.evaluate(() => window.__marks);
  const blocked = long.filter(([start]) => start + 50 > fcp).reduce((sum, [, duration]) => sum + Math.max(0, duration - 50), 0);
  return { fcp, ready, blocked };
}

async function slow(cdp: CDPSession): Promise<void> {
  await cdp.send("Network.enable");
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await cdp.send("Network.emulateNetworkConditions", { offline: false, ...SLOW_4G });
}

async function visit(browser: Browser, server: Server, isSlow: boolean): Promise<{ seen: Seen; fleetMs: number }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  if (isSlow) await slow(cdp);
  await watch(page, "input[type=password], .kpis a");
  const [fleet] = await (await Api.of(server)).until<{ id: number }>("application?$select=id&$orderby=id", (rows) => rows.length > 0);
  await page.goto(new URL(`/fleets/${fleet!.id}`, server.url).href);
  const login = await marks(page);
  // What came before the login page could be used; the dashboard itself is fetched from the first sign of a person on.
  const bytes = await page.evaluate((ready) => {
    const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    return (entries as PerformanceResourceTiming[]).filter((one) => one.responseEnd <= ready).reduce((sum, one) => sum + one.transferSize, 0);
  }, login.ready);
  const seen = { ...login, bytes };

  const name = page.getByRole("textbox", { name: "E-mail or user name" });
  await name.click();
  await name.pressSequentially(server.user, { delay: KEY_MS });
  await page.getByLabel("Password", { exact: true }).pressSequentially(server.password, { delay: KEY_MS });
  const before = Date.now();
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible({ timeout: 60_000 });
  await page.waitForFunction(() => document.querySelector(".kpis a") && window.__marks.ready > 0, null, { polling: "raf", timeout: 60_000 });
  const fleetMs = Date.now() - before;
  await context.close();
  return { seen, fleetMs };
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;

test("the first load", async ({ browser, server }) => {
  for (const isSlow of [true, false]) {
    const visits: Awaited<ReturnType<typeof visit>>[] = [];
    for (let run = 0; run < RUNS; run++) visits.push(await visit(browser, server, isSlow));
    const of = (read: (visit: (typeof visits)[number]) => number) => median(visits.map(read));
    const kind = isSlow ? "slow" : "plain";
    console.log(`figure ${kind}_first_paint ${(of((one) => one.seen.fcp) / 1_000).toFixed(3)}`);
    console.log(`figure ${kind}_login_ready ${(of((one) => one.seen.ready) / 1_000).toFixed(3)}`);
    console.log(`figure ${kind}_blocked ${of((one) => one.seen.blocked).toFixed(0)}`);
    console.log(`figure ${kind}_login_kb ${(of((one) => one.seen.bytes) / 1_000).toFixed(1)}`);
    console.log(`figure ${kind}_fleet_after_login ${(of((one) => one.fleetMs) / 1_000).toFixed(3)}`);
  }
});
