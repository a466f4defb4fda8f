// Logs kept in this browser: off until chosen, there after a reload and off-line, gone with the session.
import { LogPage, type Page, expect, signIn, test as base } from "../harness/log-page.ts";
import { Api } from "../harness/api.ts";
import { Server } from "../harness/server.ts";
import { Writer } from "../harness/writer.ts";

/** Lines that the server keeps of a device: fewer than the browser does. */
const SERVER_KEEPS = 300;
const FLAGS = ["--demo-devices", "0", "--log-lines", String(SERVER_KEEPS)];
const FLEET = "river-gauges";

type Own = { own: { server: Server; api: Api } };

/** `test` with a server of its own, which is stopped and started again. */
const test = base.extend<Own>({
  own: async ({}, use) => {
    const server = await Server.fresh(FLAGS);
    await use({ server, api: await Api.of(server) });
    await server.stop();
  },
});

/** Numbered lines: `reading 0017`. */
const lines = (first: number, last: number, service: string, word = "reading") =>
  Array.from({ length: last - first + 1 }, (_, index) => ({ text: `${word} ${String(first + index).padStart(4, "0")}`, service }));

/** What lies in the root of the origin's private file system. */
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const root = (await navigator.storage.getDirectory()) as unknown as { keys(): AsyncIterable<string> };
    const names: string[] = [];
    for await (const name of root.keys()) names.push(name);
    return names;
  });

const foot = (page: Page) => page.getByText(/kept in this browser: /);

async function keepLogs(log: LogPage): Promise<void> {
  await log.choose("Keep logs in this browser");
  const question = log.page.getByRole("dialog", { name: "Keep logs in this browser?" });
  await expect(question).toContainText("until you sign out");
  await question.getByRole("button", { name: "Keep logs" }).click();
}

/** Looks for a text and waits until so many rows have it. */
async function finds(log: LogPage, text: string, matches: string): Promise<void> {
  await log.search().fill(text);
  await expect(log.count()).toHaveText(matches);
}

test("lines are kept beyond what the server keeps, searched without it, and gone after signing out", async ({ page, own }) => {
  test.setTimeout(180_000);
  const { server, api } = own;
  const device = await Writer.join(server, api, FLEET, "keeper");
  const [service] = device.services as [string];
  await device.write(lines(1, 200, service));
  const log = await LogPage.open(page, server, device);
  await log.ends("reading 0200");

  await test.step("nothing is kept unless it is chosen", async () => {
    await expect(foot(page)).toHaveCount(0);
    expect(await kept(page)).toEqual([]);
  });

  await test.step("chosen, what the tab holds and what comes is kept", async () => {
    await device.write(lines(201, 800, service));
    await log.ends("reading 0800");
    await keepLogs(log);
    await expect(foot(page)).toHaveText(/: 800 lines since \d\d:\d\d$/);
    await device.write(lines(801, 900, service));
    await log.ends("reading 0900");
    await expect(foot(page)).toContainText(": 900 lines");
    expect(await kept(page)).toEqual(["binnacle-logs"]);
  });

  await test.step("after a reload it is all there, though the server has let the most of it go", async () => {
    await expect.poll(async () => (await device.log()).filter((line) => "message" in line).length).toBeLessThan(600);
    await page.reload();
    await log.ends("reading 0900");
    await expect(foot(page)).toContainText(": 900 lines");
    await finds(log, "reading 0017", "1 match");
    await finds(log, "", "");
  });

  await test.step("what was written meanwhile is filled in, and what the server no longer has is a gap", async () => {
    await page.goto("about:blank");
    await device.write(lines(901, 950, service));
    await LogPage.visit(page, server, device);
    await log.ends("reading 0950");
    await expect(foot(page)).toContainText(": 950 lines");
    await expect(log.log.getByText(/skipped/)).toHaveCount(0);
    await page.goto("about:blank");
    await device.write(lines(951, 3_000, service));
    // What the gateway, which had followed the log for this page, still has of it goes with its process.
    await expect.poll(async () => (await device.log()).filter((line) => "message" in line).length).toBeLessThan(1_000);
    await server.kill();
    await server.again(FLAGS);
    await LogPage.visit(page, server, device);
    await log.ends("reading 3000");
    await finds(log, "reading 0950", "1 match");
    await log.search().press("Enter");
    await expect(log.row("reading 0950")).toBeVisible();
    await expect(log.log.getByText(/^\d+ lines skipped/)).toBeVisible();
    await finds(log, "", "");
    await log.log.press("End");
  });

  await test.step("without the server it is searched as ever", async () => {
    await server.kill();
    await expect(page.getByText(/^Connection lost/).first()).toBeVisible({ timeout: 30_000 });
    await finds(log, "reading 0017", "1 match");
    await finds(log, "", "");
    await server.again(FLAGS);
    await device.write(lines(3_001, 3_001, service));
    await expect.poll(async () => (await log.texts()).at(-1), { timeout: 60_000 }).toBe("reading 3001");
  });

  await test.step("signed out, nothing is left; signed in again, the log begins anew", async () => {
    await signOut(page);
    await expect.poll(() => kept(page)).toEqual([]);
    await signIn(page, server);
    expect(await kept(page)).toEqual([]);
    await LogPage.visit(page, server, device);
    await log.ends("reading 3001");
    await expect(foot(page)).toBeVisible();
    await finds(log, "reading 0017", "No match");
  });
});

test("what is kept is forgotten when one asks, and when the session ends elsewhere", async ({ page, own }) => {
  test.setTimeout(120_000);
  const { server, api } = own;
  const [one, other] = [await Writer.join(server, api, FLEET, "one"), await Writer.join(server, api, FLEET, "other")];
  const [service] = one.services as [string];
  await one.write(lines(1, 50, service));
  await other.write(lines(1, 50, service));
  const log = await LogPage.open(page, server, one);
  await log.ends("reading 0050");
  await keepLogs(log);
  await expect(foot(page)).toContainText(": 50 lines");
  await LogPage.visit(page, server, other);
  await log.ends("reading 0050");
  await expect(foot(page)).toContainText(": 50 lines");

  await test.step("one device's", async () => {
    await log.choose("Forget what is kept of this device");
    await page.getByRole("dialog").getByRole("button", { name: "Forget" }).click();
    await expect(foot(page)).toHaveText("kept in this browser: 0 lines");
    await other.write(lines(51, 52, service));
    await log.ends("reading 0052");
    await expect(foot(page)).toContainText(": 2 lines");
    await LogPage.visit(page, server, one);
    await expect(foot(page)).toContainText(": 50 lines");
  });

  await test.step("everything, and nothing more is kept", async () => {
    await log.choose("Forget everything kept");
    await page.getByRole("dialog").getByRole("button", { name: "Forget everything" }).click();
    await expect(foot(page)).toHaveCount(0);
    await expect.poll(() => kept(page)).toEqual([]);
    await one.write(lines(51, 51, service));
    await log.ends("reading 0051");
    await page.getByRole("button", { name: /^More for the log of/ }).click();
    await expect(page.getByRole("menuitem", { name: "Forget everything kept" })).toHaveAttribute("aria-disabled", "true");
    await page.keyboard.press("Escape");
    expect(await kept(page)).toEqual([]);
  });

  await test.step("all of it when the session ends elsewhere", async () => {
    await keepLogs(log);
    await expect(foot(page)).toContainText(": 51 lines");
    await page.context().clearCookies();
    await page.getByRole("tab", { name: "History" }).click();
    await expect(page.getByLabel("Password", { exact: true })).toBeVisible({ timeout: 30_000 });
    await expect.poll(() => kept(page)).toEqual([]);
  });

  await test.step("and when it ended while no page was open", async () => {
    await signIn(page, server);
    await LogPage.visit(page, server, one);
    await expect(foot(page)).toContainText(": 51 lines");
    await page.goto("about:blank");
    await page.context().clearCookies();
    await page.goto(server.url);
    await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
    await expect.poll(() => kept(page)).toEqual([]);
  });
});

test("a merged log is kept of every device, and not while only some services are asked for", async ({ page, own }) => {
  test.setTimeout(120_000);
  const { server, api } = own;
  const devices = [await Writer.join(server, api, FLEET, "left"), await Writer.join(server, api, FLEET, "right")];
  const [first, second] = devices[0]!.services as [string, string];
  // In turn, so that only merging by time puts them in order.
  for (let part = 0; part < 6; part += 1) {
    for (const device of devices) {
      await device.write(lines(part * 100 + 1, part * 100 + 100, first, device.name));
    }
  }
  await signIn(page, server);
  const log = new LogPage(page);
  await page.goto(`${server.url}/fleets/${devices[0]!.fleet}/logs`);
  await log.ends("right 0600");
  await keepLogs(log);
  const count = async () => Number((await foot(page).innerText()).match(/([\d,]+) lines/)![1]!.replace(",", ""));
  await expect(foot(page)).toContainText(/: \d+ lines/);
  const before = await count();
  for (const device of devices) await device.write(lines(601, 900, first, device.name));
  await log.ends("right 0900");
  await expect.poll(count).toBe(before + 600);

  await test.step("after a reload what the server let go is there, merged by time", async () => {
    await page.reload();
    await log.ends("right 0900");
    await expect.poll(count).toBe(before + 600);
    await finds(log, "left 0601", "1 match");
    await log.search().press("Enter");
    const texts = await log.texts();
    expect(texts.indexOf("left 0601")).toBeGreaterThan(texts.lastIndexOf("right 0600"));
    await finds(log, "", "");
  });

  await test.step("of some services it is not kept, and the menu says why", async () => {
    await page.goto(`${server.url}/fleets/${devices[0]!.fleet}/logs?service=${second}`);
    await page.getByRole("button", { name: /^More for the log of/ }).click();
    const item = page.getByRole("menuitem", { name: /^Keep logs in this browser/ });
    await expect(item).toHaveAttribute("aria-disabled", "true");
    await expect(item).toContainText("Show all first");
  });
});

test("one tab keeps; another says so, and takes over when it is asked to", async ({ page, context, own }) => {
  const { server, api } = own;
  const device = await Writer.join(server, api, FLEET, "shared");
  await device.write(lines(1, 50, device.services[0]!));
  const log = await LogPage.open(page, server, device);
  await log.ends("reading 0050");
  await keepLogs(log);
  await expect(foot(page)).toContainText(": 50 lines");

  const other = await context.newPage();
  const second = await LogPage.visit(other, server, device);
  await second.ends("reading 0050");
  await expect(other.getByText("Another tab of Binnacle keeps the logs.")).toBeVisible();
  await expect(other.getByText("not kept by this tab")).toBeVisible();
  await page.close();
  await second.choose("Try again to keep logs");
  await expect(foot(other)).toContainText(": 50 lines");
  await second.ends("reading 0050");
});

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
}
