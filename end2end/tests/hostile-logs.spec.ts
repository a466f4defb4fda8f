// Lines that no device should write are only text: nothing runs, nothing is sent, nothing leaves its row.
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { LogPage, type Page, expect, join, signIn, test } from "../harness/log-page.ts";

/** What a view makes of a log's rows; anything else would be of a line's making. */
const MADE = ["button", "div", "i", "mark", "path", "span", "svg", "time"];
/** What the page says to the gateway. */
const SAID = ["follow", "ping", "subscribe", "unfollow", "unsubscribe"];
const MARKUP = [
  `<img src=x onerror="window.owned=1">`,
  `<script>window.owned=1</script><svg/onload=window.owned=1>`,
  `<iframe srcdoc="<script>parent.owned=1</script>"></iframe>`,
  `<style>*{display:none!important}</style><base href=//evil.test>`,
  `"><a href="javascript:window.owned=1" autofocus onfocus=window.owned=1>x</a>`,
];
/** A device's name is a column of 255 characters. */
const NAME = `${MARKUP[0]} \u202Eesrever ${"Z\u0336\u0489".repeat(20)}`;

/** Supervisors cut there. */
const LONGEST = 10_000;

/** The five thousand of `crates/logs/examples/hostile`, as the unit tests of the log have them. */
async function corpus(): Promise<string[]> {
  const root = resolve(import.meta.dirname, "../..");
  const words = ["run", "--quiet", "--package", "binnacle-logs", "--example", "hostile"];
  const { stdout } = await promisify(execFile)("cargo", words, { cwd: root, maxBuffer: 256 * 1024 * 1024 });
  const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as string);
  // The one of ten megabytes is more than a line may be; a test of its own sends it. Of the long ones some come whole.
  const long = (line: string, index: number) => line.length > LONGEST && index % 8 > 0;
  return lines.filter((line) => line.length < 100_000).map((line, index) => (long(line, index) ? line.slice(0, LONGEST) : line));
}

type Watch = { frames: string[]; requests: string[]; dialogs: string[]; problems: string[]; title: string };

/** Watches for what a line could make the page do. To be called before the page is opened. */
async function watch(page: Page, origin: string): Promise<Watch> {
  const seen: Watch = { frames: [], requests: [], dialogs: [], problems: [], title: "" };
  page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => seen.frames.push(String(payload))));
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (!["data:", "blob:"].includes(protocol) && host !== new URL(origin).host) seen.requests.push(request.url());
  });
  page.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => seen.problems.push(error.message));
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) seen.problems.push(message.text());
  });
  await page.addInitScript(() => {
    Object.assign(window, { violations: [] as string[] });
    document.addEventListener("securitypolicyviolation", (event) => {
      (window as unknown as { violations: string[] }).violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  return seen;
}

/** Nothing was done that a line asked for. */
async function nothingHappened(page: Page, seen: Watch): Promise<void> {
  const state = await page.evaluate(async () => ({
    owned: "owned" in window || "x" in window,
    violations: (window as unknown as { violations: string[] }).violations,
    clipboard: await navigator.clipboard.readText(),
    title: document.title,
  }));
  expect(state).toEqual({ owned: false, violations: [], clipboard: "mine", title: seen.title });
  expect({ ...seen, frames: [], title: "" }).toEqual({ frames: [], requests: [], dialogs: [], problems: [], title: "" });
  const said = seen.frames.map((frame) => JSON.parse(frame) as { type: string });
  expect(said.length, "the sockets are watched").toBeGreaterThan(0);
  expect(said.filter((frame) => !SAID.includes(frame.type))).toEqual([]);
  expect(seen.frames.filter((frame) => /evil|owned|line \d/.test(frame))).toEqual([]);
}

/** What is wrong with the rows that are drawn, and the numbers of the corpus' lines among them. */
function look(log: LogPage, made: string[], height: number | null): Promise<{ wrong: string[]; numbers: number[] }> {
  return log.log.evaluate(
    (box, { made, height }) => {
      const wrong = new Set<string>();
      for (const element of box.querySelectorAll("*")) {
        if (!made.includes(element.localName)) wrong.add(`element ${element.localName}`);
        for (const name of element.getAttributeNames()) if (/^on|^href|^src|^style$/.test(name) && !element.matches(".log-space, .log-rows")) wrong.add(`attribute ${name}`);
      }
      const [edge, numbers] = [box.getBoundingClientRect(), [] as number[]];
      let end = -Infinity;
      for (const time of box.querySelectorAll("time")) {
        const row = time.parentElement!.getBoundingClientRect();
        const text = time.parentElement!.lastElementChild!;
        if (height !== null && row.height !== height) wrong.add(`a row of ${row.height} px`);
        if (row.left < edge.left - 1 || row.right > edge.right + 1) wrong.add("a row wider than the log");
        if (row.top < end - 0.5) wrong.add("rows over each other");
        if (text.getBoundingClientRect().bottom > row.bottom + 0.5) wrong.add("text below its row");
        end = row.bottom;
        const number = text.textContent!.match(/line (\d+) /)?.[1];
        if (number) numbers.push(Number(number));
      }
      if (box.scrollWidth > box.clientWidth) wrong.add("the log moves sideways");
      const page = document.documentElement;
      if (page.scrollWidth > page.clientWidth || page.scrollHeight > page.clientHeight) wrong.add("the page moves");
      return { wrong: [...wrong], numbers };
    },
    { made, height },
  );
}

test("five thousand hostile lines are only text", async ({ page, quiet }) => {
  test.setTimeout(300_000);
  const device = await join(quiet, "ramp-1");
  const [one, two] = device.services as [string, string];
  const sent = [...MARKUP, ...(await corpus())];
  await device.write(sent.map((text, index) => ({ text, service: index % 2 ? one : two, isStdErr: index % 7 === 0 })));
  await device.rename(NAME);
  await quiet.api.call("PATCH", `/v7/device(uuid='${device.uuid}')`, { note: MARKUP.join("\n") });
  const seen = await watch(page, quiet.server.url);
  await signIn(page, quiet.server);
  await page.evaluate(() => navigator.clipboard.writeText("mine"));
  await page.goto(`${quiet.server.url}/devices/${device.uuid}/logs?line=1`);
  const log = new LogPage(page);
  await expect(page.getByText("5,004 lines", { exact: true })).toBeVisible({ timeout: 60_000 });
  seen.title = await page.title();

  const walk = async (height: number | null, share: number): Promise<Set<number>> => {
    const numbers = new Set<number>();
    for (let at = 0; at <= 1; at += share) {
      await log.log.evaluate((box, at) => (box.scrollTop = (box.scrollHeight - box.clientHeight) * at), at);
      // Rows are drawn all over the box, then looked at.
      await expect.poll(async () => (await log.seen()).length).toBeGreaterThan(height ? 20 : 0);
      const { wrong, numbers: found } = await look(log, MADE, height);
      expect(wrong, `at ${at}`).toEqual([]);
      found.forEach((number) => numbers.add(number));
    }
    return numbers;
  };
  await test.step("in rows of one line", async () => {
    const numbers = await walk(20, 1 / 64);
    expect(numbers.size, "lines that were looked at").toBeGreaterThan(4_900);
    await nothingHappened(page, seen);
  });

  await test.step("wrapped", async () => {
    await page.getByRole("button", { name: "Wrap lines" }).click();
    await expect.poll(async () => Math.max(...(await log.rows()).map((row) => row.height))).toBeGreaterThan(21);
    await walk(null, 1 / 24);
    await nothingHappened(page, seen);
    await page.getByRole("button", { name: "Wrap lines" }).click();
  });

  await test.step("searched, folded, and read one by one", async () => {
    await log.search().fill("onerror");
    await expect(log.count()).toHaveText(/^\d+ (of \d+|matches)$/);
    await log.choose("Fold lines that are alike");
    await log.choose("Read line by line (screen reader)");
    await page.keyboard.press("ArrowDown");
    await nothingHappened(page, seen);
  });

  await test.step("in the merged log, under a hostile name, as they come", async () => {
    await page.goto(`${quiet.server.url}/fleets/${device.fleet}/logs?q=${device.uuid}`);
    await expect.poll(async () => (await log.rows()).length).toBeGreaterThan(20);
    seen.title = await page.title();
    await device.write(sent.slice(0, 600).map((text) => ({ text, service: one })));
    await device.write([{ text: "the end of it" }]);
    await log.ends("the end of it");
    const { wrong } = await look(log, MADE, 20);
    expect(wrong).toEqual([]);
    await expect.poll(async () => (await log.rows()).at(-1)!.device).toContain("<img src=x onerror=");
    await nothingHappened(page, seen);
  });

  await test.step("where the name and the note stand", async () => {
    await page.goto(`${quiet.server.url}/devices/${device.uuid}`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("<img src=x onerror=");
    await expect(page.getByRole("region", { name: "Note" })).toContainText(MARKUP[1]!);
    seen.title = await page.title();
    await expect(page.locator("main img, main iframe, main script, main style, main base")).toHaveCount(0);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(wide, "the page moves sideways").toBe(false);
    await nothingHappened(page, seen);
  });
});

test("a line without an end is refused, a long one is cut, and half a character is a mark of its own", async ({ page, quiet }) => {
  test.setTimeout(120_000);
  const device = await join(quiet, "ramp-2");
  const [one] = device.services as [string];
  const line = (message: string) => JSON.stringify({ timestamp: Date.now(), message, isSystem: true }) + "\n";
  await device.write([{ text: "before", service: one }]);
  expect(await device.raw(line("0123456789abcde ".repeat(655_360)), false), "ten megabytes").toBe(400);
  await device.write([
    { text: "x".repeat(200_000), service: one },
    { text: "half \ud800 of \udfff a pair, and whole 🚢", service: one },
    { text: "after", service: one },
  ]);
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends("after");
  const texts = await log.texts();
  expect(texts).toHaveLength(4);
  expect(texts[2]).toBe("half \uFFFD of \uFFFD a pair, and whole 🚢");
  expect(texts[1]!.length, "no more than fits on a screen").toBeLessThan(2_000);
  expect((await look(log, MADE, 20)).wrong).toEqual([]);
  const [, long] = await device.log();
  expect(long!.message).toBe(`${"x".repeat(65_536)}[...]`);
  await page.getByRole("button", { name: "Wrap lines" }).click();
  await expect.poll(async () => Math.max(...(await log.rows()).map((row) => row.height))).toBeGreaterThan(1_000);
  expect((await look(log, MADE, null)).wrong).toEqual([]);
});
