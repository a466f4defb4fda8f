// Where a reader is in a log stays where it is: links to lines, scrolling, wrapping, lines that come meanwhile.
import { LogPage, type Row, expect, join, readings, test } from "../harness/log-page.ts";

/** The row at the upper edge of what is seen. */
const edge = async (log: LogPage): Promise<Row> => (await log.seen())[0]!;

test("a link to a line leads back to that very line, however far back it is", async ({ page, quiet, context }) => {
  test.setTimeout(120_000);
  const device = await join(quiet, "lock-1");
  await device.write(readings(3_000, device.services));
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends("reading 3000 of 3000");

  await test.step("a click on a line puts it into the address", async () => {
    await log.row("reading 2995 of 3000").click();
    await expect.poll(() => log.asked("line")).not.toBeNull();
    expect((await log.rows()).filter((row) => row.isMarked).map((row) => row.text)).toEqual(["reading 2995 of 3000"]);
    await device.write([{ text: "written meanwhile" }]);
    await expect(page.getByRole("button", { name: "1 new line" })).toBeVisible();
  });

  const all = await device.log();
  for (const wanted of ["reading 2995 of 3000", "reading 1000 of 3000"]) {
    await test.step(`its address shows it in a new page: ${wanted}`, async () => {
      const { sequence } = all.find((line) => line.message === wanted)!;
      const other = await context.newPage();
      const opened = await LogPage.visit(other, quiet.server, device, `line=${sequence}`);
      await expect.poll(async () => (await opened.seen()).filter((row) => row.isMarked).map((row) => row.text)).toEqual([wanted]);
      await opened.pauses();
      // What comes above the log, or a keyboard on the screen, does not cover it.
      const { width, height } = other.viewportSize()!;
      await other.setViewportSize({ width, height: height - 260 });
      await expect.poll(async () => (await opened.seen()).filter((row) => row.isMarked).map((row) => row.text)).toEqual([wanted]);
      await opened.log.press("End");
      await opened.ends("written meanwhile");
      await other.close();
    });
  }

  await test.step("Y copies the link", async () => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.bringToFront();
    await page.keyboard.press("y");
    await expect(page.getByText("Copied a link to the line")).toBeAttached();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  });
});

test("a link to a line that is not kept any more says so, and shows what there is", async ({ page, quiet }) => {
  const device = await join(quiet, "lock-9");
  await device.write(readings(20, device.services));
  await LogPage.open(page, quiet.server, device);
  // Older than the first one: lines are numbered from 1.
  const log = await LogPage.visit(page, quiet.server, device, "line=0");
  await log.ends("reading 20 of 20");
  const said = page.getByText("The line of this link is not kept any more.");
  await expect(said).toBeVisible();
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expect(said).toBeHidden();
  await expect.poll(() => log.asked("line")).toBeNull();
});

test("what is read does not move while lines come, and the new ones are counted", async ({ page, quiet }) => {
  const device = await join(quiet, "lock-2");
  const [one] = device.services as [string];
  await device.write(readings(500, [one]));
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends("reading 500 of 500");
  await log.pause();
  const before = await log.seen();
  for (const batch of [1, 2, 3]) {
    await device.write(readings(10, [one], `batch ${batch} line`));
    await expect(page.getByRole("button", { name: `${batch * 10} new lines` })).toBeVisible();
    const places = (rows: Row[]) => rows.slice(0, before.length).map((row) => [row.text, row.top]);
    expect(places(await log.seen())).toEqual(places(before));
  }
  await page.getByRole("button", { name: "30 new lines" }).click();
  await log.ends("batch 3 line 10 of 10");
  await log.follows();
  await expect(page.getByRole("button", { name: /new lines$/ })).toHaveText(["Read new lines"]);

  await test.step("Space pauses and follows", async () => {
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press(" ");
    await log.pauses();
    await page.keyboard.press(" ");
    await log.follows();
  });

  await test.step("scrolling up pauses", async () => {
    await log.log.hover();
    await page.mouse.wheel(0, -200);
    await log.pauses();
    await log.log.press("End");
    await log.follows();
    await log.ends("batch 3 line 10 of 10");
  });
});

test("twenty thousand lines are scrolled through, and there are rows everywhere", async ({ page, quiet }) => {
  test.setTimeout(180_000);
  const device = await join(quiet, "lock-3");
  const count = 20_000;
  await device.write(readings(count, device.services));
  // From the first line on: a log that is followed begins with its last thousand.
  const [first] = await device.log();
  const log = await LogPage.open(page, quiet.server, device, `line=${first!.sequence}`);
  await expect.poll(async () => (await log.seen()).filter((row) => row.isMarked).map((row) => row.text)).toEqual([`reading 1 of ${count}`]);
  await expect(page.getByText("20,000 lines", { exact: true })).toBeVisible({ timeout: 30_000 });

  const filled = async () => {
    const high = await log.log.evaluate((box) => box.clientHeight);
    const seen = await log.seen();
    const numbers = seen.map((row) => Number(row.text.split(" ")[1]));
    // The box is full of consecutive rows.
    return numbers.every((number, index) => number === numbers[0]! + index) && seen.length >= Math.floor(high / 20) - 1 ? numbers[0]! : -1;
  };
  for (const share of [0.5, 0, 0.99, 0.25, 0.251, 0.75, 0.01]) {
    await log.log.evaluate((box, share) => (box.scrollTop = (box.scrollHeight - box.clientHeight) * share), share);
    const wanted = share * count;
    await expect.poll(async () => Math.abs((await filled()) - wanted), { message: `rows at ${share}` }).toBeLessThan(100);
  }
  await log.log.evaluate((box) => (box.scrollTop = 0));
  await expect.poll(async () => (await edge(log)).text).toBe(`reading 1 of ${count}`);
  await log.log.press("End");
  await log.ends(`reading ${count} of ${count}`);
  await log.follows();
});

test("wrapping and dense rows keep the reader's place", async ({ page, quiet }) => {
  const device = await join(quiet, "lock-4");
  const lines = readings(800, device.services).map((line, index) => ({
    ...line,
    text: index % 3 === 0 ? `${line.text} ${"and a long tail of words ".repeat(20)}`.trim() : line.text,
  }));
  await device.write(lines);
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends("reading 800 of 800");
  await log.pause();
  await log.log.evaluate((box) => (box.scrollTop = box.scrollHeight / 2));
  const number = (row: Row) => Number(row.text.split(" ")[1]);
  await expect.poll(async () => number(await edge(log))).toBeLessThan(500);
  const stays = async (change: () => Promise<void>, isDone: () => Promise<boolean>) => {
    const before = await edge(log);
    await change();
    await expect.poll(isDone).toBe(true);
    // The row that was at the edge is at the edge, or less than a row's height from it.
    await expect
      .poll(async () => {
        const row = (await log.rows()).find((row) => row.text === before.text);
        return row ? Math.abs(row.top - before.top) : Infinity;
      })
      .toBeLessThanOrEqual(20);
  };
  const highest = async () => Math.max(...(await log.rows()).map((row) => row.height));
  const wrap = page.getByRole("button", { name: "Wrap lines" });
  await stays(() => wrap.click(), async () => (await highest()) > 21);
  await expect(wrap).toHaveAttribute("aria-pressed", "true");
  await stays(() => wrap.click(), async () => (await highest()) <= 20);
  await stays(() => log.choose("Dense rows"), async () => (await highest()) <= 16);
  await stays(() => log.choose("Dense rows"), async () => (await highest()) > 16);

  await test.step("wrapped rows scroll without a jump", async () => {
    await wrap.click();
    await expect.poll(highest).toBeGreaterThan(21);
    await log.log.hover();
    for (let turned = 0; turned < 12; turned++) {
      const before = await log.seen();
      await page.mouse.wheel(0, -120);
      // Whatever row was seen moves by what the wheel was turned, not by more: nothing is drawn over or left out.
      await expect
        .poll(async () => {
          const now = await log.rows();
          const same = before.map((row) => [row, now.find((other) => other.text === row.text)] as const).filter((pair) => pair[1]);
          return same.length > 0 && same.every(([was, is]) => Math.abs(is!.top - was.top - 120) < 2);
        })
        .toBe(true);
    }
  });
});

test("lines that are gone from the server leave a gap that says how many", async ({ page, quiet }) => {
  test.setTimeout(120_000);
  const device = await join(quiet, "lock-5");
  await device.write([{ text: "the first line" }]);
  const [first] = await device.log();
  await device.write(readings(26_000, device.services));
  await expect.poll(async () => (await device.log())[0]!.sequence).toBeGreaterThan(first!.sequence);
  const log = await LogPage.open(page, quiet.server, device, `line=${first!.sequence + 100}`);
  await log.pause();
  const gap = log.log.getByText(/^\d+ lines skipped$/);
  await expect
    .poll(async () => {
      await log.log.evaluate((box) => (box.scrollTop = 0));
      return gap.count();
    })
    .toBe(1);
  // The server keeps at least as many as it was told to: those that it dropped are counted, and what is left follows.
  const skipped = Number((await gap.innerText()).split(" ")[0]);
  expect(skipped).toBeGreaterThan(0);
  await expect.poll(async () => (await log.rows())[0]!.text).toBe(`reading ${skipped} of 26000`);
  const held = (26_001 - skipped + 1).toLocaleString("en");
  await expect(page.getByText(`${held} lines`, { exact: true })).toBeVisible();
});
