// A log read in other ways: folded, with JSON laid out, by other clocks, by keyboard, by screen reader, on a phone.
import { LogPage, expect, join, readings, test } from "../harness/log-page.ts";

test("alike lines fold into one, and open and close by pointer and key", async ({ page, quiet }) => {
  const device = await join(quiet, "weir-1");
  const [one] = device.services as [string];
  const polls = readings(12, [one], "poll").map((line, index) => ({ ...line, text: `poll ${index} took ${index * 3} ms` }));
  await device.write([{ text: "before", service: one, at: Date.now() - 60_000 }, ...polls, { text: "after", service: one }]);
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends("after");
  await log.choose("Fold lines that are alike");
  await expect.poll(() => log.asked("fold")).toBe("1");
  const alike = log.log.getByRole("button", { name: /^12 alike/ });
  await expect(alike).toBeVisible();
  await expect.poll(async () => (await log.rows()).length).toBe(3);

  await alike.click();
  await expect.poll(async () => (await log.rows()).length).toBe(14);
  await log.log.getByRole("button", { name: "Close" }).click();
  await expect.poll(async () => (await log.rows()).length).toBe(3);

  await test.step("by keyboard", async () => {
    await log.row("after").click();
    await page.keyboard.press("k");
    await expect.poll(async () => (await log.rows()).find((row) => row.isMarked)?.text).toContain("poll 0");
    await page.keyboard.press("e");
    await expect.poll(async () => (await log.rows()).length).toBe(14);
    await page.keyboard.press("e");
    await expect.poll(async () => (await log.rows()).length).toBe(3);
  });
});

test("a JSON line is laid out by E and by its button", async ({ page, quiet }) => {
  const device = await join(quiet, "weir-2");
  const [one] = device.services as [string];
  await device.write([
    { text: "before", service: one },
    { text: 'sent {"batch":7,"parts":[{"name":"a<b>"},{"name":"c"}],"ok":true}', service: one },
    { text: "after", service: one },
  ]);
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends("after");
  const block = log.log.getByRole("group", { name: "JSON" });
  await log.log.getByRole("button", { name: "Open" }).click();
  await expect(block).toContainText('"name": "a<b>"');
  await expect(log.log.getByRole("button", { name: "Close" })).toHaveAttribute("aria-expanded", "true");
  await log.log.getByRole("button", { name: "Close" }).click();
  await expect(block).toHaveCount(0);
  await log.row("after").click();
  await page.keyboard.press("k");
  await expect.poll(async () => (await log.rows()).find((row) => row.isMarked)?.text).toContain("sent");
  await page.keyboard.press("e");
  await expect(block).toBeVisible();
  const [json, after] = [await block.boundingBox(), await log.row("after").boundingBox()];
  expect(after!.y, "what follows stands under it").toBeGreaterThanOrEqual(json!.y + json!.height - 1);
  await page.keyboard.press("e");
  await expect(block).toHaveCount(0);
});

test.describe("clocks", () => {
  test.use({ timezoneId: "Asia/Kolkata" });
  test("times are local, UTC, an age, or by the other clock", async ({ page, quiet }) => {
    const device = await join(quiet, "weir-3");
    const [one] = device.services as [string];
    // The device's clock is two hours late.
    const at = Date.now() - 7_200_000;
    await device.write([{ text: "late", service: one, at }]);
    const [line] = (await device.log()) as unknown as { createdAt: number }[];
    const log = await LogPage.open(page, quiet.server, device);
    await log.ends("late");
    const time = async () => (await log.rows())[0]!.time;
    const clock = (ms: number) => new Date(ms).toISOString().slice(11, 23);
    const KOLKATA = 5.5 * 3_600_000;
    expect(await time()).toBe(clock(at + KOLKATA));
    await page.getByRole("radio", { name: "UTC" }).click();
    await expect.poll(time).toBe(clock(at));
    await log.choose("Times by the server’s clock");
    await expect.poll(time).toBe(clock(line!.createdAt));
    await page.getByRole("radio", { name: "Local" }).click();
    await expect.poll(time).toBe(clock(line!.createdAt + KOLKATA));
    await log.choose("Times by the server’s clock");
    await page.getByRole("radio", { name: "Ago" }).click();
    await expect.poll(time).toMatch(/^2 h \d+ min$/);
  });
});

test("line by line: a list whose items take the focus, and new lines are counted aloud", async ({ page, quiet }) => {
  const device = await join(quiet, "weir-4");
  const [one] = device.services as [string];
  await device.write([...readings(40, [one]), { text: "ERROR pump stands", service: one, isStdErr: true }]);
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends(/ERROR pump stands/);
  await log.choose("Read line by line (screen reader)");
  const items = log.log.getByRole("list").getByRole("listitem");
  const focused = log.log.getByRole("listitem").and(page.locator(":focus"));
  await expect(items.first()).toBeAttached();
  await expect(focused).toHaveCount(1);
  // What is read of an item is its text: time, service, level, words.
  await expect(focused).toHaveText(new RegExp(`^\\d\\d:\\d\\d:\\d\\d\\.\\d{3}${one}Error: stderrERROR pump stands$`));
  await page.keyboard.press("ArrowUp");
  await expect(focused).toContainText("reading 40 of 40");
  await page.keyboard.press("ArrowUp");
  await expect(focused).toContainText("reading 39 of 40");
  await page.keyboard.press("ArrowDown");
  await expect(focused).toContainText("reading 40 of 40");
  await device.write(readings(3, [one], "new"));
  await expect(page.getByText(/^\d+ new lines$/).and(page.locator("[aria-live] *, [aria-live], [role=status]"))).toBeAttached({ timeout: 25_000 });
  await expect(focused, "the focus stays where it was").toContainText("reading 40 of 40");
});

test("everything by keyboard", async ({ page, quiet }) => {
  const device = await join(quiet, "weir-5");
  const [one] = device.services as [string];
  await device.write(readings(60, [one]));
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends("reading 60 of 60");
  const marked = async () => (await log.rows()).filter((row) => row.isMarked).map((row) => row.text.split(" ")[1]);
  await page.keyboard.press("k");
  await expect.poll(marked).toEqual(["60"]);
  await page.keyboard.press("k");
  await expect.poll(marked).toEqual(["59"]);
  await page.keyboard.press("j");
  await expect.poll(marked).toEqual(["60"]);
  await log.search().focus();
  await page.keyboard.type("reading 4");
  await expect(log.count()).toHaveText("11 matches");
  await page.keyboard.press("Enter");
  await expect.poll(marked).toEqual(["4"]);
  await log.log.focus();
  await page.keyboard.press("n");
  await expect.poll(marked).toEqual(["40"]);
  await page.keyboard.press("p");
  await expect.poll(marked).toEqual(["4"]);
  await log.log.focus();
  await page.keyboard.press("End");
  await log.follows();
});

test("on a phone lines wrap, and everything has room", async ({ page, quiet }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const device = await join(quiet, "weir-6");
  const [one] = device.services as [string];
  await device.write(readings(60, [one]).map((line) => ({ ...line, text: `${line.text} ${"word ".repeat(30)}`.trim() })));
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends(/^reading 60 of 60/);
  await expect(page.getByRole("button", { name: "Wrap lines" })).toHaveAttribute("aria-pressed", "true");
  const rows = await log.seen();
  expect(Math.max(...rows.map((row) => row.height))).toBeGreaterThan(40);
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(await wide(), "the page moves sideways").toBe(false);
  expect(await log.log.evaluate((box) => box.scrollWidth - box.clientWidth), "the log moves sideways").toBeLessThanOrEqual(0);
  expect((await log.log.boundingBox())!.height, "room for lines").toBeGreaterThan(200);
  await log.search().fill("reading 59");
  await expect(log.count()).toHaveText("1 match");
});
