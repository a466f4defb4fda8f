// What is taken away from a log is what is shown, every line of it.
import { readFile } from "node:fs/promises";
import { LogPage, type Page, expect, join, readings, test } from "../harness/log-page.ts";
import type { Line } from "../harness/update.ts";
import type { Writer } from "../harness/writer.ts";

async function saved(page: Page, act: () => Promise<void>): Promise<{ name: string; lines: string[] }> {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  const text = await readFile(await download.path(), "utf8");
  return { name: download.suggestedFilename(), lines: text.replace(/\n$/, "").split("\n") };
}

const asText = (device: Writer) => (line: Line) => `${new Date(line.timestamp).toISOString()} ${device.source(line)} ${line.message}`;

test.use({ timezoneId: "UTC" });

test("files hold every line that passes the filter, and no other", async ({ page, quiet }) => {
  const device = await join(quiet, "ford-1");
  const [one] = device.services as [string];
  await device.write(readings(900, device.services));
  await device.write([{ text: "Supervisor: a \"quoted\" word, a tab\tand ümlaut 🚢" }]);
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends(/ümlaut/);
  const all = await device.log();
  expect(all.length).toBe(901);

  await test.step("all of it as text", async () => {
    const { name, lines } = await saved(page, () => page.getByRole("button", { name: "Download the lines shown" }).click());
    expect(name).toMatch(/^ford-1.*\.log$/);
    expect(lines).toEqual(all.map(asText(device)));
  });

  const passing = all.filter((line) => device.source(line) === one && line.message.includes("reading 7"));
  await test.step("one service and a text", async () => {
    await LogPage.visit(page, quiet.server, device, `service=${one}&q=reading+7&only=1`);
    await expect(page.getByText(`${passing.length} of 901 lines`)).toBeVisible();
    const { lines } = await saved(page, () => page.getByRole("button", { name: "Download the lines shown" }).click());
    expect(lines).toEqual(passing.map(asText(device)));
  });

  await test.step("the same as NDJSON", async () => {
    const { name, lines } = await saved(page, () => log.choose("Download the lines shown as NDJSON"));
    expect(name).toMatch(/\.ndjson$/);
    const read = lines.map((line) => JSON.parse(line) as { at: string; service: string; level: string; message: string });
    expect(read).toEqual(
      passing.map((line) => ({ at: new Date(line.timestamp).toISOString(), service: one, level: "info", message: line.message })),
    );
  });

  await test.step("every line held, whatever the filter", async () => {
    const { lines } = await saved(page, () => log.choose("Download every line held as NDJSON"));
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(all.map((line) => line.message));
    const text = await saved(page, () => log.choose("Download every line held"));
    expect(text.lines).toEqual(all.map(asText(device)));
  });
});

test("a range is marked by Shift and copied", async ({ page, quiet, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const device = await join(quiet, "ford-2");
  await device.write(readings(20, device.services));
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends("reading 20 of 20");
  const all = await device.log();
  const clipboard = async () => (await page.evaluate(() => navigator.clipboard.readText())).split("\n");
  await log.row("reading 5 of 20").click();
  await log.row("reading 9 of 20").click({ modifiers: ["Shift"] });
  await page.keyboard.press("l");
  await expect(page.getByText("Copied 5 lines")).toBeAttached();
  expect(await clipboard()).toEqual(all.slice(4, 9).map(asText(device)));

  await test.step("by keyboard", async () => {
    await log.row("reading 12 of 20").click();
    await log.log.focus();
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await expect.poll(async () => (await log.rows()).find((row) => row.isMarked)?.text).toBe("reading 14 of 20");
    await log.choose("Copy the marked lines");
    await expect(page.getByText("Copied 3 lines")).toBeAttached();
    expect(await clipboard()).toEqual(all.slice(11, 14).map(asText(device)));
  });

  await test.step("one line, and what is shown", async () => {
    await log.row("reading 3 of 20").click();
    await page.keyboard.press("l");
    await expect(page.getByText("Copied the line")).toBeAttached();
    expect(await clipboard()).toEqual([asText(device)(all[2]!)]);
    await page.getByRole("button", { name: "Copy the lines shown" }).click();
    await expect(page.getByText("Copied 20 lines")).toBeAttached();
    expect(await clipboard()).toEqual(all.map(asText(device)));
  });
});

test("what is held can be cleared; what comes then is shown", async ({ page, quiet }) => {
  const device = await join(quiet, "ford-3");
  await device.write(readings(20, device.services));
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends("reading 20 of 20");
  await log.choose("Clear what is held in this tab");
  await expect.poll(async () => (await log.rows()).length).toBe(0);
  await device.write([{ text: "after clearing" }]);
  await expect.poll(log.texts).toEqual(["after clearing"]);
  expect((await device.log()).length, "the server keeps them").toBe(21);
});
