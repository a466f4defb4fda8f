// A million lines in the log view beside the same lines in JavaScript: search, memory, and a key until its rows are painted.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Page, expect, test } from "@playwright/test";
import { chromium } from "../harness/browser.ts";
import { eachHeld } from "./logs/download.ts";
import { Flood } from "./logs/flood.ts";
import { millionLines, searchLines } from "./logs/lines.ts";
import { answered, held, logWorker, memoryOf, watch } from "./logs/worker.ts";

const RUNS = Number(process.env.BINNACLE_RUNS ?? 7);
/** Lines a second that the device writes: enough not to wait long, and less than a quiet machine takes. */
const RATE = Number(process.env.BINNACLE_RATE ?? 60_000);
const EXACT = ["zzz-never", "error", "device-4242"];
const ANY_CASE = ["ERROR", "conn"];
const TYPED = "device-4242";

test.use({
  viewport: { width: 1280, height: 800 },
  launchOptions: { ...chromium.launchOptions, args: [...chromium.launchOptions.args, "--enable-precise-memory-info"] },
});

const grouped = (count: number) => count.toLocaleString("en").replaceAll(",", "\u{202f}");
const said = (hits: number) => (hits === 0 ? "No match" : hits === 1 ? "1 match" : `${hits} matches`);

declare global {
  interface Window {
    __painted: Promise<number>;
  }
}

/** Presses a real key; how long it takes until a frame shows `count` and, last, `line`. */
async function press(page: Page, key: string, count: string, line: string): Promise<number> {
  // It listens before the key is pressed.
  await page.evaluate(
    ([count, line]) => {
      window.__painted = new Promise<number>((done, failed) => {
        setTimeout(() => failed(new Error(`no frame shows ${count} and ${line}`)), 10_000);
        let pressed = 0;
        addEventListener("keydown", (event) => (pressed = event.timeStamp), { once: true, capture: true });
        const isRight = () => {
          const rows = document.querySelectorAll(".log-rows .lr .m");
          return document.querySelector(".log-count")?.textContent === count && (rows[rows.length - 1]?.textContent ?? "").endsWith(line);
        };
        const look = () => {
          if (!pressed || !isRight()) return requestAnimationFrame(look);
          const after = new MessageChannel();
          after.port1.onmessage = () => done(performance.now() - pressed);
          after.port2.postMessage(0);
        };
        requestAnimationFrame(look);
      });
    },
    [count, line] as const,
  );
  await page.keyboard.press(key);
  return page.evaluate(() => window.__painted);
}

test("a million lines", async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), "binnacle-lines-"));
  const file = join(folder, "lines.log");
  const text = millionLines();
  await writeFile(file, text);
  const flood = await Flood.prepare({ devices: 1, rate: RATE, total: 1_000_000, lines: file });
  await flood.open(page);
  const worker = await logWorker(page);
  await expect(page.getByText("Following")).toBeVisible();
  const empty = await memoryOf(worker);
  await watch(worker);
  const begun = Date.now();
  await flood.start();
  await expect(page.locator(".log-foot")).toContainText(/1.000.000 lines/, { timeout: 300_000 });
  const taken = (Date.now() - begun) / 1_000;
  console.log(`# taken in over the live socket at ${(1_000 / taken).toFixed(0)} thousand lines a second (written at ${RATE / 1_000})`);
  await page.waitForTimeout(1_000);

  const engine = await held(worker);
  expect(engine.rows, "all are held").toBe(1_000_000);
  const whole = await memoryOf(worker);
  console.log(`# text ${(text.length / 1e6).toFixed(1)} MB, engine ${(engine.bytes / 1e6).toFixed(1)} MB`);
  console.log(`# the worker's whole wasm memory: ${(empty / 1e6).toFixed(1)} MB empty, ${(whole / 1e6).toFixed(1)} MB with the lines, ${(whole / text.length).toFixed(3)} × the text`);
  console.log(`figure held ${(engine.bytes / text.length).toFixed(3)}`);
  console.log(`figure whole_memory ${(whole / text.length).toFixed(3)}`);

  const wrong: number[] = [];
  const expected = text.split("\n");
  let at = 0;
  await eachHeld(page, ({ message }) => {
    if (message !== expected[at++]) wrong.push(at);
  });
  expect(at, "every line is given away again").toBe(1_000_000);
  expect(wrong.slice(0, 5), "as it was written").toEqual([]);
  const downloaded = await memoryOf(worker);
  console.log(`# after a download of everything: ${(downloaded / 1e6).toFixed(1)} MB`);

  // The same lines as JavaScript has them, in the same page.
  await page.evaluate(`window.__lines = (${millionLines.toString()})().split("\\n"); window.__lines.pop(); 0`);
  const field = page.getByLabel("Search the log");
  const search = async (text: string, isSensitive: boolean) => {
    const took: number[] = [];
    let hits = -1;
    await page.getByRole("button", { name: "Match case", pressed: !isSensitive }).click({ timeout: 1_000 }).catch(() => undefined);
    for (let run = 0; run < RUNS; run++) {
      await answered(worker);
      await field.fill(text);
      await expect.poll(async () => (took.push(...(await answered(worker)).filter((one) => one.text === text).map((one) => one.ms)), took.length)).toBe(run + 1);
      await expect(page.locator(".log-count")).toHaveText(/match/);
      hits = Number(/^\d+/.exec((await page.locator(".log-count").textContent())!)?.[0] ?? 0);
      await field.fill("");
      await expect(page.locator(".log-count")).toHaveText("");
    }
    took.sort((a, b) => a - b);
    return { hits, min: took[0]!, median: took[took.length >> 1]! };
  };
  await page.getByRole("button", { name: "Only matches" }).click();
  for (const [name, texts, isSensitive] of [["exact", EXACT, true], ["any_case", ANY_CASE, false]] as const) {
    const ratios: number[] = [];
    for (const text of texts) {
      const ours = await search(text, isSensitive);
      const theirs = await page.evaluate(searchLines, [text, isSensitive, RUNS] as [string, boolean, number]);
      expect(ours.hits, `both find the same lines with ${text}`).toBe(theirs.hits);
      ratios.push(ours.median / theirs.median);
      const ms = (one: { min: number; median: number }) => `${one.median.toFixed(1)} ms (${one.min.toFixed(1)} at best)`;
      console.log(`# ${name} ${text}, ${ours.hits} lines: ${ms(ours)}, JavaScript ${ms(theirs)}, ${(ours.median / theirs.median).toFixed(3)} ×`);
    }
    console.log(`ratio ${name} ${Math.max(...ratios).toFixed(3)}`);
  }

  // Each letter, with matches only: the whole of the view changes.
  const wanted = await page.evaluate((typed) => {
    const rows: [string, number, string][] = [];
    for (let letters = 1; letters <= typed.length; letters++) {
      const found = window.__lines.filter((line) => line.toLowerCase().includes(typed.slice(0, letters)));
      rows.push([typed[letters - 1]!, found.length, found.at(-1) ?? ""]);
    }
    return rows;
  }, TYPED);
  // What JavaScript needed is not what a page with a log has to carry.
  await page.evaluate(() => window.__lines.splice(0));
  await page.waitForTimeout(1_000);
  const letters: number[][] = wanted.map(() => []);
  for (let run = 0; run < RUNS; run++) {
    await field.fill("");
    await expect(page.locator(".log-count")).toHaveText("");
    await field.focus();
    for (const [at, [key, hits, line]] of wanted.entries()) {
      await page.waitForTimeout(120);
      letters[at]!.push(await press(page, key, said(hits), line));
    }
  }
  const medians = letters.map((took) => took.sort((a, b) => a - b)[took.length >> 1]!);
  const all = letters.flat().sort((a, b) => a - b);
  console.log(`# a key until painted, by letters of ${TYPED}: ${medians.map((ms) => ms.toFixed(0)).join(" ")} ms; of all ${all.length} the middle ${all[all.length >> 1]!.toFixed(1)}, 95th ${all[Math.floor(all.length * 0.95)]!.toFixed(1)}, worst ${all.at(-1)!.toFixed(1)} ms`);
  console.log(`figure key_to_paint ${Math.max(...medians).toFixed(1)}`);
  await flood.stop();
  await rm(folder, { recursive: true });
});
