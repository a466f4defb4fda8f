// First light: from a device's stdout to a browser, the whole path in one walk, by role and name only.
import type { Locator } from "@playwright/test";
import type { Server } from "../harness/server.ts";
import { type Page, expect, signIn, test } from "../harness/test.ts";
import { type Scene, followUpdate, openDevice, pinToTheOther, wholeLog, withDevice } from "../harness/update.ts";

test("from a release on its way to logs, shells, and a device that goes and comes back", async ({ page, freshServer }) => {
  test.setTimeout(420_000);
  await withDevice(freshServer, (scene) => walk(page, freshServer, scene));
});

async function walk(page: Page, server: Server, { api, device, services }: Scene): Promise<void> {
  await signIn(page, server);
  // A page that was loaded anew would not have this any more.
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  const main = page.getByRole("main");

  await test.step("pin the fleet to the other release", () => pinToTheOther(page));

  await test.step("watch the device's services download and run", async () => {
    await openDevice(page);
    const seen = await followUpdate(page, services);
    const percents = (service: string) => seen.get(service)!.filter((value) => typeof value === "number");
    for (const service of services) {
      expect(percents(service), `${service} strictly rises`).toEqual([...new Set(percents(service))].sort((a, b) => a - b));
    }
    expect(Math.max(...services.map((service) => percents(service).length)), "values of one download").toBeGreaterThanOrEqual(5);
  });

  const log = page.getByRole("log");
  const chips = page.getByRole("group", { name: "Services" });
  await test.step("logs show lines of all services, then of one", async () => {
    await page.getByRole("tab", { name: "Logs" }).click();
    await expect.poll(async () => new Set((await lines(log)).map((line) => line.source)).size, { timeout: 60_000 }).toBeGreaterThanOrEqual(services.length);
    const one = services[0]!;
    await chips.getByRole("button", { name: new RegExp(`^${one}`) }).dblclick();
    await expect.poll(async () => [...new Set((await lines(log)).map((line) => line.source))]).toEqual([one]);
    const last = async () => (await lines(log)).at(-1)?.text;
    const before = await last();
    await expect.poll(last, { timeout: 30_000 }).not.toBe(before);
    expect([...new Set((await lines(log)).map((line) => line.source))]).toEqual([one]);
    await page.getByRole("button", { name: "Show all" }).click();
  });

  const terminal = page.getByRole("region", { name: "Terminal" });
  await test.step("a host OS terminal knows its size", async () => {
    await page.getByRole("tab", { name: "Terminal" }).click();
    await expect(terminal.getByRole("status").filter({ hasText: /^Connected/ })).toBeVisible({ timeout: 20_000 });
    await type(page, terminal, "echo $((6*7))");
    await shows(terminal, /^42$/m);
    const first = await size(terminal);
    await type(page, terminal, "stty size");
    await shows(terminal, new RegExp(`^${first.rows} ${first.columns}$`, "m"));
    await page.setViewportSize({ width: 1100, height: 700 });
    await expect.poll(() => size(terminal)).not.toEqual(first);
    const second = await size(terminal);
    await type(page, terminal, "stty size");
    await shows(terminal, new RegExp(`^${second.rows} ${second.columns}$`, "m"));
  });

  await test.step("a shell in a service has the service's environment", async () => {
    const service = services[0]!;
    await terminal.getByRole("button", { name: /^Shell in/ }).click();
    await page.getByRole("menuitem", { name: service }).click();
    await expect(terminal.getByRole("button", { name: `Shell in ${service}` })).toBeVisible();
    await expect(terminal.getByRole("status").filter({ hasText: /^Connected/ })).toBeVisible({ timeout: 20_000 });
    await type(page, terminal, "echo \"<$BALENA_SERVICE_NAME>\"");
    await shows(terminal, new RegExp(`^<${service}>$`, "m"));
  });

  await test.step("the device goes, and the page says so", async () => {
    await page.getByRole("tab", { name: "Summary" }).click();
    await device.stop();
    await expect(main.getByText("Disconnected", { exact: true }).first()).toBeVisible({ timeout: 90_000 });
  });

  await test.step("it comes back, and no line is missing or there twice", async () => {
    device.start();
    await expect(main.getByText("Operational", { exact: true }).first()).toBeVisible({ timeout: 90_000 });
    await page.getByRole("tab", { name: "Logs" }).click();
    const last = async () => (await lines(log)).at(-1)?.text;
    const before = await last();
    await expect.poll(last, { timeout: 60_000 }).not.toBe(before);
    await wholeLog(api);
  });

  expect(await page.evaluate(() => "sameDocument" in window), "the page was never loaded anew").toBe(true);
}

/** The rows of the log that are on the page. */
async function lines(log: Locator): Promise<{ source: string; text: string }[]> {
  const rows = await log.getByRole("time").locator("xpath=..").allInnerTexts();
  return rows.map((row) => {
    const [, source = "", ...text] = row.split("\n").map((part) => part.trim()).filter(Boolean);
    return { source, text: row.replaceAll("\n", " ") };
  });
}

async function type(page: Page, terminal: Locator, words: string): Promise<void> {
  await terminal.getByRole("textbox").first().focus();
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
}

/** Waits for text on the screen, which xterm.js also keeps as lines for screen readers. */
async function shows(terminal: Locator, wanted: RegExp): Promise<void> {
  await expect
    .poll(async () => (await terminal.innerText()).split("\n").map((line) => line.trim()).join("\n"), { timeout: 15_000 })
    .toMatch(wanted);
}

/** As the terminal's header says: `120 × 32`. */
async function size(terminal: Locator): Promise<{ columns: number; rows: number }> {
  const [, columns, rows] = (await terminal.innerText()).match(/(\d+) × (\d+)/) ?? [];
  return { columns: Number(columns), rows: Number(rows) };
}
