// First light: from a device's stdout to a browser, the whole path in one walk, by role and name only.
import type { Locator } from "@playwright/test";
import { Api } from "../harness/api.ts";
import { Device } from "../harness/device.ts";
import { type Page, expect, signIn, test } from "../harness/test.ts";

/** Follows its first release until it is told otherwise, so there is another one to pin it to. */
const FLEET = "greenhouse";
const DEVICE = "first-light";
/** 4.7 MB of images take about 20 s. */
const RATE = 240_000;

test("from a release on its way to logs, shells, and a device that goes and comes back", async ({ page, freshServer }) => {
  test.setTimeout(300_000);
  const api = await Api.of(freshServer);
  type Fleet = { id: number; is_for__device_type: { slug: string }[]; service: { service_name: string }[] };
  const query = `application?$select=id&$expand=is_for__device_type($select=slug),service($select=service_name)&$filter=app_name eq '${FLEET}'`;
  const [fleet] = await api.rows<Fleet>(query);
  const services = fleet!.service.map((service) => service.service_name);
  expect(services.length).toBeGreaterThanOrEqual(2);
  const key = await api.call<string>("POST", `/api-key/application/${fleet!.id}/provisioning`, {});
  const type = fleet!.is_for__device_type[0]!.slug;
  const device = await Device.join(freshServer, { id: fleet!.id, type, key }, DEVICE, RATE);
  try {
    await api.until<{ overall_status: string }>(
      `device?$select=overall_status&$filter=device_name eq '${DEVICE}'`,
      ([row]) => row?.overall_status === "operational",
      90,
    );
    await walk(page, freshServer, device, services, api);
  } finally {
    await test.info().attach("device", { body: device.log(), contentType: "text/plain" });
    await device.forget();
  }
});

async function walk(page: Page, server: Parameters<typeof signIn>[1], device: Device, services: string[], api: Api): Promise<void> {
  await signIn(page, server);
  // A page that was loaded anew would not have this any more.
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  const main = page.getByRole("main");

  await test.step("pin the fleet to the other release", async () => {
    await main.getByRole("link", { name: FLEET, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: FLEET })).toBeVisible();
    await page.getByRole("button", { name: /^Pin to release/ }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("option").filter({ hasNotText: "target now" }).first().click();
    await dialog.getByRole("button", { name: /^Pin / }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step("watch the device's services download and run", async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Devices/ }).click();
    await main.getByRole("link", { name: DEVICE, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: DEVICE })).toBeVisible();
    const row = (service: string) => main.getByRole("row").filter({ has: page.getByRole("rowheader", { name: service }) });
    const seen = await follow(services, row);
    for (const service of services) {
      const percents = seen.get(service)!.filter((value) => typeof value === "number");
      expect(percents, `${service} never goes back`).toEqual([...new Set(percents)].sort((a, b) => a - b));
      expect(seen.get(service)!.at(-1)).toBe("Running");
    }
    const most = Math.max(...[...seen.values()].map((values) => values.filter((value) => typeof value === "number").length));
    expect(most, "values of one download").toBeGreaterThanOrEqual(5);
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
    await expect(terminal.getByRole("status")).toContainText("Connected", { timeout: 20_000 });
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
    await expect(terminal.getByRole("status")).toContainText("Connected", { timeout: 20_000 });
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

    const [row] = await api.rows<{ uuid: string }>(`device?$select=uuid&$filter=device_name eq '${DEVICE}'`);
    type Line = { sequence: number; timestamp: number; serviceId?: number; isSystem: boolean; message: string };
    const all = await api.call<Line[]>("GET", `/device/v2/${row!.uuid}/logs?count=1000`);
    const numbers = all.map((line) => line.sequence);
    expect(numbers).toEqual(numbers.map((_, index) => numbers[0]! + index));
    const twice = new Map<string, number>();
    for (const line of all) {
      const same = JSON.stringify([line.timestamp, line.serviceId, line.message]);
      twice.set(same, (twice.get(same) ?? 0) + 1);
    }
    expect([...twice].filter(([, count]) => count > 1)).toEqual([]);
  });

  expect(await page.evaluate(() => "sameDocument" in window), "the page was never loaded anew").toBe(true);
}

/** Reads every service's row until all run; each distinct value once, in the order seen. */
async function follow(services: string[], row: (service: string) => Locator): Promise<Map<string, (number | string)[]>> {
  const seen = new Map<string, (number | string)[]>(services.map((service) => [service, []]));
  let moved = false;
  const end = Date.now() + 120_000;
  while (Date.now() < end) {
    for (const service of services) {
      const text = await row(service).innerText();
      const percent = text.match(/Downloading (\d+) %/)?.[1];
      const now = percent ? Number(percent) : (text.match(/Downloaded|Downloading|Installing|Installed|Starting|Running|Stopping|Idle|Exited/)?.[0] ?? text);
      const values = seen.get(service)!;
      if (values.at(-1) !== now) values.push(now);
      moved ||= percent !== undefined;
    }
    if (moved && services.every((service) => seen.get(service)!.at(-1) === "Running")) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not all services run: ${JSON.stringify([...seen])}`);
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
