// One log of many devices: those that a filter names, merged by the server's time, through a broken link and back.
import { LogPage, type Page, expect, join, readings, signIn, test } from "../harness/log-page.ts";
import { Api } from "../harness/api.ts";
import { Server } from "../harness/server.ts";
import type { Line } from "../harness/update.ts";
import { Writer } from "../harness/writer.ts";

/** Opens the log of a fleet's devices; `query` is the part of the address after `?`. */
async function open(page: Page, server: Server, fleet: number, query: string): Promise<LogPage> {
  await page.goto(`${server.url}/fleets/${fleet}/logs?${query}`);
  await expect(page.getByRole("heading", { level: 1, name: "Logs" })).toBeVisible();
  return new LogPage(page);
}

/** Lines of the live sockets that the page sent, its worker's too. */
function framesSent(page: Page): string[] {
  const frames: string[] = [];
  page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => frames.push(String(payload))));
  return frames;
}

test("lines of several devices stand in the order in which they arrived, each with its device", async ({ page, quiet }) => {
  const devices = await Promise.all(["quay-a", "quay-b", "quay-c"].map((name) => join(quiet, name)));
  for (let round = 0; round < 4; round++) {
    // One after the other, so that the server's clock orders them. The devices' own clocks differ by hours.
    for (const [index, device] of devices.entries()) {
      const at = Date.now() - index * 3_600_000;
      await device.write([{ text: `round ${round} of ${device.name}`, service: device.services[0]!, at }]);
    }
  }
  await signIn(page, quiet.server);
  const log = await open(page, quiet.server, devices[0]!.fleet, "q=quay");
  await expect(page.getByText("3 devices match")).toBeVisible();
  await log.ends("round 3 of quay-c");
  type Timed = Line & { createdAt: number };
  const all = (await Promise.all(devices.map((device) => device.log()))).flat() as Timed[];
  all.sort((one, other) => one.createdAt - other.createdAt);
  const rows = await log.rows();
  expect(rows.map((row) => row.text)).toEqual(all.map((line) => line.message));
  expect(rows.every((row) => row.text.endsWith(row.device))).toBe(true);
  await page.getByRole("radio", { name: "UTC" }).click();
  const times = all.map((line) => new Date(line.createdAt).toISOString().slice(11, 23));
  await expect.poll(async () => (await log.rows()).map((row) => row.time)).toEqual(times);
  await log.choose("Times by the devices’ clocks");
  const own = all.map((line) => new Date(line.timestamp).toISOString().slice(11, 23));
  await expect.poll(async () => (await log.rows()).map((row) => row.time)).toEqual(own);

  await test.step("what comes live is merged in order, too", async () => {
    await Promise.all(devices.map((device) => device.write(readings(20, device.services, `live of ${device.name}`))));
    await expect(page.getByText("72 lines from 3 devices")).toBeVisible();
    const texts = await log.texts();
    for (const device of devices) {
      const numbers = texts.filter((text) => text.startsWith(`live of ${device.name} `)).map((text) => Number(text.split(" ")[3]));
      expect(numbers, "each device's own order").toEqual(numbers.map((_, index) => numbers[0]! + index));
    }
  });
});

test("the devices are those of the filter, as it stands in the address and as devices change", async ({ page, quiet }) => {
  const [stays, leaves, other] = await Promise.all(["dock-stays", "dock-leaves", "elsewhere"].map((name) => join(quiet, name)));
  for (const device of [stays!, leaves!, other!]) await device.write([{ text: `first of ${device.name}` }]);
  await signIn(page, quiet.server);
  const log = await open(page, quiet.server, stays!.fleet, "");
  await expect.poll(log.texts).toContain("first of elsewhere");

  await test.step("narrowed by typing", async () => {
    const box = page.getByRole("combobox", { name: "Devices of the log" });
    await box.fill("dock");
    await expect(page.getByText("2 devices match")).toBeVisible();
    await expect.poll(() => log.asked("q")).toBe("dock");
  });

  await test.step("opened by its address", async () => {
    await page.reload();
    await expect.poll(log.texts).toEqual(["first of dock-stays", "first of dock-leaves"]);
  });

  await test.step("a device that no longer matches leaves, one that does comes", async () => {
    await leaves!.rename("gone");
    await expect(page.getByText("1 device matches")).toBeVisible();
    await leaves!.write([{ text: "after it left" }]);
    await stays!.write([{ text: "after the other left" }]);
    await expect.poll(log.texts).toContain("after the other left");
    expect(await log.texts()).not.toContain("after it left");
    await other!.rename("dock-new");
    await expect(page.getByText("2 devices match")).toBeVisible();
    await other!.write([{ text: "of a device that came" }]);
    await expect.poll(log.texts).toContain("of a device that came");
  });

  await test.step("a filter that means nothing says so, and the log stays", async () => {
    await page.getByRole("combobox", { name: "Devices of the log" }).fill("status:");
    await expect(page.getByText(/at character \d+/).first()).toBeVisible();
    await expect.poll(log.texts).toContain("of a device that came");
  });
});

test("services that are not shown are not sent", async ({ page, quiet }) => {
  const device = await join(quiet, "mole-1");
  const [one, two] = device.services as [string, string];
  await device.write(readings(20, [one, two]));
  await signIn(page, quiet.server);
  const frames = framesSent(page);
  const log = await open(page, quiet.server, device.fleet, `q=mole&service=${one}`);
  await log.ends(/^reading 19 of 20/);
  await expect(page.getByText("10 lines", { exact: true })).toBeVisible();
  const asked = frames.map((frame) => JSON.parse(frame) as { type: string; topic?: { kind: string; services?: number[]; system: boolean } });
  const topics = asked.filter((frame) => frame.topic?.kind === "logs").map((frame) => frame.topic!);
  expect(topics.map((topic) => [topic.services?.length, topic.system])).toEqual([[1, false]]);

  await test.step("asked for, they come, with their past", async () => {
    await page.getByRole("group", { name: "Services" }).getByRole("button", { name: new RegExp(`^${two}`) }).click();
    await log.ends("reading 20 of 20");
    await expect(page.getByText("20 lines", { exact: true })).toBeVisible();
  });
});

test("a link that broke comes back with every line, once", async ({ page }) => {
  test.setTimeout(180_000);
  const server = await Server.fresh(["--demo-devices", "0"]);
  try {
    const api = await Api.of(server);
    const devices = await Promise.all(["pier-a", "pier-b"].map((name) => Writer.join(server, api, "river-gauges", name)));
    const write = (word: string) => Promise.all(devices.map((device) => device.write(readings(30, device.services, `${word} of ${device.name}`))));
    await write("before");
    await signIn(page, server);
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    const link = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Logs" });
    await page.getByRole("main").getByRole("link", { name: "river-gauges", exact: true }).click();
    await link.click();
    const log = new LogPage(page);
    await expect(page.getByText("60 lines from 2 devices")).toBeVisible();

    await server.kill();
    await expect(page.getByText(/Connection lost\. The lines written meanwhile/)).toBeVisible({ timeout: 30_000 });
    await server.again(["--demo-devices", "0"]);
    await write("meanwhile");
    await expect(page.getByText("120 lines from 2 devices")).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(/Connection lost/)).toHaveCount(0);
    await write("after");
    await expect(page.getByText("180 lines from 2 devices")).toBeVisible();

    const [download] = await Promise.all([page.waitForEvent("download"), log.choose("Download every line held as NDJSON")]);
    const { readFile } = await import("node:fs/promises");
    const held = (await readFile(await download.path(), "utf8")).trim().split("\n").map((line) => JSON.parse(line) as { device: string; message: string });
    for (const device of devices) {
      const of = held.filter((line) => line.device === device.name).map((line) => line.message);
      expect(of).toEqual((await device.log()).map((line) => line.message));
    }
    expect(await page.evaluate(() => "sameDocument" in window), "the page was never loaded anew").toBe(true);
  } finally {
    await server.stop();
  }
});
