// How many frames a page has, and how far apart they are.
import type { CDPSession, Page } from "@playwright/test";

export type Frames = { fps: number; p50: number; p99: number; worst: number };

declare global {
  interface Window {
    __frames?: number[];
  }
}

const SPENT = ["TaskDuration", "ScriptDuration", "RecalcStyleDuration", "LayoutDuration"] as const;
let [before, session]: [number[], CDPSession | undefined] = [[], undefined];

/** Seconds that the page's thread has spent so far: in all, and of that on scripts, styles and layout. */
async function spent(page: Page): Promise<number[]> {
  session ??= await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  return SPENT.map((name) => metrics.find((metric) => metric.name === name)?.value ?? 0);
}

/** Counts from now on. */
export async function countFrames(page: Page): Promise<void> {
  before = await spent(page);
  await page.evaluate(() => {
    const frames = [performance.now()];
    window.__frames = frames;
    const step = () => {
      if (window.__frames !== frames) return;
      frames.push(performance.now());
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
}

/** Ends counting; what came of it. */
export async function countedFrames(page: Page): Promise<Frames> {
  const frames = await page.evaluate(() => {
    const frames = window.__frames ?? [];
    delete window.__frames;
    return frames;
  });
  const gaps = frames.slice(1).map((at, index) => at - frames[index]!).sort((a, b) => a - b);
  const share = (of: number) => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * of))] ?? Infinity;
  const seconds = (frames.at(-1)! - frames[0]!) / 1_000;
  const took = (await spent(page)).map((value, index) => `${((100 * (value - before[index]!)) / seconds).toFixed(0)} %`);
  console.log(`# the page's thread was busy for ${took[0]} of the time: scripts ${took[1]}, styles ${took[2]}, layout ${took[3]}`);
  return { fps: gaps.length / seconds, p50: share(0.5), p99: share(0.99), worst: gaps.at(-1) ?? Infinity };
}
