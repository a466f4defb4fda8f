// 2,000 devices that write ten lines a second each, merged in one tab for a minute: frames, and every device's lines accounted for.
import { expect, test } from "@playwright/test";
import { eachHeld } from "./logs/download.ts";
import { Flood, device } from "./logs/flood.ts";
import { countFrames, countedFrames } from "./logs/frames.ts";
import { held, live, logWorker, memoryOf, watch } from "./logs/worker.ts";

const SECONDS = Number(process.env.BINNACLE_SECONDS ?? 60);
const DEVICES = Number(process.env.BINNACLE_DEVICES ?? 2_000);
const RATE = 10;

test.use({ viewport: { width: 1280, height: 800 } });

test("a fleet's log", async ({ page }) => {
  const each = RATE * SECONDS;
  const total = each * DEVICES;
  const flood = await Flood.prepare({ devices: DEVICES, rate: RATE, total });
  const coming = logWorker(page);
  const opened = Date.now();
  await flood.open(page, DEVICES);
  const worker = await coming;
  await watch(worker);
  await expect.poll(() => live(worker), { timeout: 120_000 }).toBe(DEVICES);
  console.log(`# ${DEVICES} streams stand ${Date.now() - opened} ms after the page was asked for`);
  await page.waitForTimeout(1_000);

  await countFrames(page);
  await flood.start();
  await page.waitForTimeout(SECONDS * 1_000);
  const frames = await countedFrames(page);
  const atEnd = await held(worker);
  const ended = Date.now();
  await expect.poll(async () => (await flood.written()).lines).toBe(total);
  await expect.poll(async () => ((now) => now.rows + now.trimmed)(await held(worker)), { timeout: 60_000, intervals: [50] }).toBe(total);
  console.log(`# ${total - atEnd.rows - atEnd.trimmed} lines were on their way when the minute ended, all in ${Date.now() - ended} ms later`);
  console.log(`# frames: ${frames.fps.toFixed(1)} a second, the middle ${frames.p50.toFixed(1)} ms apart, 99th ${frames.p99.toFixed(1)}, worst ${frames.worst.toFixed(1)}`);
  console.log(`# the worker's whole wasm memory ${((await memoryOf(worker)) / 1e6).toFixed(1)} MB, engine ${(atEnd.bytes / 1e6).toFixed(1)} MB`);

  const end = await held(worker);
  const written = await flood.written();
  // What is really there, by the numbers in the texts.
  const seen = new Map<string, { first: number; last: number; rows: number; broken: number }>();
  let [rows, gaps] = [0, 0];
  await eachHeld(page, ({ device, message, skipped }) => {
    if (skipped !== undefined) return void gaps++;
    rows++;
    const number = Number(/\bn=(\d+)/.exec(message!)![1]);
    const one = seen.get(device!);
    if (!one) return void seen.set(device!, { first: number, last: number, rows: 1, broken: 0 });
    if (number !== one.last + 1) one.broken++;
    one.last = number;
    one.rows++;
  });
  let [lost, astray, before] = [0, 0, 0];
  for (let number = 0; number < DEVICES; number++) {
    const one = seen.get(`flood-${String(number).padStart(4, "0")}`);
    // Of a device that wrote until the end something is always held.
    if (!one) {
      lost += each;
      continue;
    }
    before += one.first - 1;
    lost += Math.max(0, written.devices[device(number)]! - one.last);
    astray += one.broken;
  }
  console.log(`# of ${seen.size} devices ${rows} lines are held, ${gaps} gaps; ${end.trimmed} older ones were let go, the numbers before each device's first say ${before}`);
  expect(rows, "what it says it holds is there").toBe(end.rows);
  expect(before, "what it let go are the lines before each device's first").toBe(end.trimmed);
  console.log(`figure frames ${frames.fps.toFixed(1)}`);
  console.log(`figure lost ${lost + gaps + Math.max(0, total - end.rows - end.trimmed)}`);
  console.log(`figure doubled_or_astray ${astray + Math.max(0, end.rows + end.trimmed - total)}`);
  await flood.stop();
});
