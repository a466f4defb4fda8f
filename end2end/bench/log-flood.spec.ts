// One device that writes 50,000 lines a second for a minute, with a filter on: frames, and every line accounted for.
import { expect, test } from "@playwright/test";
import { eachHeld } from "./logs/download.ts";
import { Flood } from "./logs/flood.ts";
import { countFrames, countedFrames } from "./logs/frames.ts";
import { held, logWorker, memoryOf, watch } from "./logs/worker.ts";

const SECONDS = Number(process.env.BINNACLE_SECONDS ?? 60);
const RATE = Number(process.env.BINNACLE_RATE ?? 50_000);
/** About one line of sixteen. */
const FILTER = "timed out";

test.use({ viewport: { width: 1280, height: 800 } });

test("a flood with a filter on", async ({ page }) => {
  const total = RATE * SECONDS;
  const flood = await Flood.prepare({ devices: 1, rate: RATE, total });
  const coming = logWorker(page);
  await flood.open(page);
  const worker = await coming;
  await watch(worker);
  await page.getByLabel("Search the log").fill(FILTER);
  await page.getByRole("button", { name: "Only matches" }).click();
  await expect(page.getByText("Following")).toBeVisible();
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
  const hits = Number((await page.locator(".log-count").textContent())!.split(" ")[0]);
  // What is really there, by the numbers in the texts.
  let [rows, first, last, broken, gaps, passing] = [0, 0, 0, 0, 0, 0];
  await eachHeld(page, ({ message, skipped }) => {
    if (skipped !== undefined) return void gaps++;
    const number = Number(/\bn=(\d+)/.exec(message!)![1]);
    if (rows++ === 0) first = number;
    else if (number !== last + 1) broken++;
    last = number;
    if (message!.includes(FILTER)) passing++;
  });
  console.log(`# lines ${first} to ${last} are held, ${rows} in all, ${broken} out of order, ${gaps} gaps; ${end.trimmed} older ones were let go; ${passing} pass the filter`);
  expect(hits, "the filter shows those that pass, and no other").toBe(passing);
  expect(rows, "what it says it holds is there").toBe(end.rows);
  expect(first - 1, "what it let go are the lines before").toBe(end.trimmed);
  console.log(`figure frames ${frames.fps.toFixed(1)}`);
  console.log(`figure lost ${Math.max(0, total - end.rows - end.trimmed) + Math.max(0, total - last) + gaps}`);
  console.log(`figure doubled_or_astray ${Math.max(0, end.rows + end.trimmed - total) + broken}`);
  await flood.stop();
});
