// How many frames a page has, and how far apart they are.
import type { Page } from "@playwright/test";

export type Frames = { fps: number; p50: number; p99: number; worst: number };

declare global {
  interface Window {
    __frames?: number[];
  }
}

/** Counts from now on. */
export async function countFrames(page: Page): Promise<void> {
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
  return { fps: gaps.length / seconds, p50: share(0.5), p99: share(0.99), worst: gaps.at(-1) ?? Infinity };
}
