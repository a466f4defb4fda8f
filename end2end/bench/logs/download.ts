// What a log view gives away as a file, read line by line.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Page } from "@playwright/test";

/** Downloads every line held as NDJSON and hands over each. */
export async function eachHeld(page: Page, see: (line: { device?: string; message?: string; skipped?: number | null }) => void): Promise<void> {
  await page.getByRole("button", { name: /^More for the log/ }).click();
  const coming = page.waitForEvent("download", { timeout: 120_000 });
  await page.getByRole("menuitem", { name: "Download every line held as NDJSON" }).click();
  const lines = createInterface({ input: createReadStream(await (await coming).path()), crlfDelay: Infinity });
  for await (const line of lines) if (line) see(JSON.parse(line));
}
