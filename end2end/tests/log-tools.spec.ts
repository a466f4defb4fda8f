// What one does with a device's log besides reading it: search, level, zone, pause, take away.
import { readFile } from "node:fs/promises";
import { expect, signIn, test } from "../harness/test.ts";
import { inside } from "../pages.ts";

test("a log is searched, narrowed by level, read in UTC, held still and taken away", async ({ page, server }) => {
  test.setTimeout(120_000);
  await signIn(page, server);
  const visit = (await inside(server)).find((visit) => visit.name === "logs")!;
  await page.goto(new URL(visit.path, server.url).href);
  await visit.shown(page);
  const log = page.getByRole("log");
  const rows = async () => (await log.getByRole("time").locator("xpath=..").allInnerTexts()).map((row) => row.replace(/\s+/g, " "));

  await test.step("hold it still", async () => {
    await expect.poll(async () => (await rows()).length, { timeout: 60_000 }).toBeGreaterThan(3);
    await page.getByRole("button", { name: /^Pause/ }).click();
    await expect(page.getByRole("button", { name: /^Follow/ })).toBeVisible();
  });

  await test.step("search it; the words are in the address", async () => {
    const word = (await rows()).at(-1)!.split(" ").filter((word) => /^[a-z]{4,}$/.test(word)).at(-1)!;
    await page.getByRole("searchbox", { name: "Search the log" }).fill(word);
    await expect(page).toHaveURL(new RegExp(`[?&]q=${word}`));
    await expect(page.getByRole("status").filter({ hasText: /match/ })).toBeVisible();
    await page.getByRole("button", { name: "Only matches" }).click();
    await expect.poll(async () => (await rows()).every((row) => row.toLowerCase().includes(word))).toBe(true);
  });

  await test.step("what is downloaded is what is shown", async () => {
    // Lines that come after the file was made are not in it.
    const shown = (await rows()).at(-1)!;
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download the lines shown" }).click(),
    ]);
    const text = await readFile(await download.path(), "utf8");
    const message = shown.split(" ").slice(3).join(" ");
    expect(text.replace(/\s+/g, " ")).toContain(message);
    const word = new URL(page.url()).searchParams.get("q")!;
    for (const line of text.trim().split("\n")) expect(line.toLowerCase()).toContain(word);
  });

  await test.step("in UTC", async () => {
    await page.getByRole("radio", { name: "UTC" }).click();
    await expect(page.getByRole("radio", { name: "UTC" })).toBeChecked();
  });

  await test.step("warnings and worse only", async () => {
    await page.getByRole("searchbox", { name: "Search the log" }).fill("");
    await page.getByRole("radio", { name: "Error" }).click();
    await expect(page).toHaveURL(/[?&]level=error/);
  });
});
