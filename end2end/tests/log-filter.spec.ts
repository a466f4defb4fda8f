// Which lines of a device's log are shown: by service, text, expression, level and time, all in the address.
import { LogPage, expect, join, readings, test } from "../harness/log-page.ts";

test("services are shown and hidden by chips, and the address says which", async ({ page, quiet }) => {
  const device = await join(quiet, "sluice-1");
  const [one, two] = device.services as [string, string];
  await device.write([...readings(20, [one, two]), { text: "Supervisor starting" }]);
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends("Supervisor starting");
  const chip = (name: string) => page.getByRole("group", { name: "Services" }).getByRole("button", { name: new RegExp(`^${name}`) });
  const sources = async () => [...new Set((await log.rows()).map((row) => row.source))].sort();
  await expect(chip(one)).toHaveAccessibleName(`${one} 10`);
  await expect(chip("Supervisor")).toHaveAccessibleName("Supervisor 1");

  await test.step("one press hides a service, another shows it again", async () => {
    await chip(one).click();
    await expect(chip(one)).toHaveAttribute("aria-pressed", "false");
    await expect.poll(sources).toEqual([two, "supervisor"].sort());
    await expect.poll(() => log.asked("service")?.split(",").sort()).toEqual([two, "supervisor"].sort());
    await chip(one).click();
    await expect.poll(sources).toEqual([one, two, "supervisor"].sort());
    await expect.poll(() => log.asked("service")).toBeNull();
  });

  await test.step("a double press shows one only, “Show all” the others again", async () => {
    await chip(two).dblclick();
    await expect.poll(sources).toEqual([two]);
    await expect.poll(() => log.asked("service")).toBe(two);
    await page.getByRole("button", { name: "Show all" }).click();
    await expect.poll(sources).toEqual([one, two, "supervisor"].sort());
  });

  await test.step("an address shows what it says", async () => {
    await LogPage.visit(page, quiet.server, device, `service=${one}`);
    await expect.poll(sources).toEqual([one]);
    await expect(chip(two)).toHaveAttribute("aria-pressed", "false");
  });
});

test("text and expressions are found, counted, stepped through and left out", async ({ page, quiet }) => {
  const device = await join(quiet, "sluice-2");
  const [one] = device.services as [string];
  const lines = readings(30, [one]).map((line, index) => ({ ...line, text: index % 10 === 4 ? `Valve ${index} stuck` : line.text }));
  await device.write(lines);
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends("reading 30 of 30");
  const marked = async () => (await log.rows()).filter((row) => row.isMarked).map((row) => row.text);

  await test.step("what is typed is counted and marked", async () => {
    await log.search().fill("valve");
    await expect(log.count()).toHaveText("3 matches");
    await expect.poll(() => log.asked("q")).toBe("valve");
    await expect(log.log.getByRole("mark")).toHaveText(["Valve", "Valve", "Valve"]);
    expect((await log.texts()).length, "the others are shown too").toBe(30);
  });

  await test.step("Enter goes from match to match, around the end", async () => {
    await log.search().press("Enter");
    await expect(log.count()).toHaveText("3 of 3");
    await expect.poll(marked).toEqual(["Valve 24 stuck"]);
    await log.search().press("Enter");
    await expect(log.count()).toHaveText("1 of 3");
    await page.getByRole("button", { name: "Next match" }).click();
    await expect(log.count()).toHaveText("2 of 3");
    await log.search().press("Shift+Enter");
    await expect(log.count()).toHaveText("1 of 3");
    await page.getByRole("button", { name: "Previous match" }).click();
    await expect(log.count()).toHaveText("3 of 3");
    await expect.poll(marked).toEqual(["Valve 24 stuck"]);
  });

  await test.step("match case", async () => {
    await page.getByRole("button", { name: "Match case" }).click();
    await expect(log.count()).toHaveText("No match");
    await expect.poll(() => log.asked("case")).toBe("1");
    await log.search().fill("Valve");
    await expect(log.count()).toHaveText(/of 3$|^3 matches$/);
    await page.getByRole("button", { name: "Match case" }).click();
  });

  await test.step("only matches", async () => {
    await page.getByRole("button", { name: "Only matches" }).click();
    await expect.poll(log.texts).toEqual(["Valve 4 stuck", "Valve 14 stuck", "Valve 24 stuck"]);
    await device.write([{ text: "reading without a match", service: one }, { text: "Valve 99 stuck", service: one }]);
    await expect.poll(log.texts).toContain("Valve 99 stuck");
    expect(await log.texts()).not.toContain("reading without a match");
    await page.getByRole("button", { name: "Only matches" }).click();
  });

  await test.step("a regular expression", async () => {
    await page.getByRole("button", { name: "Regular expression" }).click();
    await log.search().fill("reading [12]0 of");
    await expect(log.count()).toHaveText(/of 2$|^2 matches$/);
    await expect.poll(() => log.asked("regex")).toBe("1");
  });

  await test.step("one that is none says what is wrong and finds nothing", async () => {
    await log.search().fill("reading (");
    await expect(page.getByRole("alert")).toContainText(/\S/);
    await expect(log.count()).toHaveText("");
    await expect(log.log.getByRole("mark")).toHaveCount(0);
    await log.search().fill("reading \\d+");
    await expect(page.getByRole("alert")).toHaveCount(0);
    await page.getByRole("button", { name: "Regular expression" }).click();
  });

  await test.step("what is searched for can be left out, and comes back", async () => {
    await log.search().fill("stuck");
    await log.choose("Hide lines with the text searched for");
    await expect.poll(async () => (await log.texts()).filter((text) => text.includes("stuck"))).toEqual([]);
    await expect.poll(() => log.asked("not")).toBe("stuck");
    await expect(log.search()).toHaveValue("");
    await page.getByRole("button", { name: /^Remove.*stuck/ }).click();
    await expect.poll(log.texts).toContain("Valve 24 stuck");
  });
});

test("levels hide what is less grave, and a filter that hides all says so", async ({ page, quiet }) => {
  const device = await join(quiet, "sluice-3");
  const [one] = device.services as [string];
  const words = ["DEBUG polling", "INFO polled", "WARN late", "ERROR no answer", "plain"];
  await device.write(words.map((text) => ({ text, service: one })));
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends("plain");
  const shown = async () => (await log.texts()).map((text) => text.replace(/^(Error|Warning): /, ""));
  const level = (name: RegExp) => page.getByRole("radiogroup", { name: "Least level" }).getByRole("radio", { name });
  await level(/^Info/).click();
  await expect.poll(shown).toEqual(words.slice(1));
  await level(/^Warn/).click();
  await expect.poll(shown).toEqual(["WARN late", "ERROR no answer"]);
  await level(/^Error/).click();
  await expect.poll(shown).toEqual(["ERROR no answer"]);
  await expect.poll(() => log.asked("level")).toBe("error");
  await expect(log.log.getByText("Error: ERROR no answer"), "the level is said, not only coloured").toBeVisible();

  await log.search().fill("nothing that is there");
  await page.getByRole("button", { name: "Only matches" }).click();
  await expect(log.log).toContainText("No line passes the filter");
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect.poll(shown).toEqual(words);
  await expect.poll(() => new URL(page.url()).search).toBe("");
});

test("a filter is kept in this browser, used again after a reload, and forgotten", async ({ page, quiet }) => {
  const device = await join(quiet, "sluice-4");
  const [one, two] = device.services as [string, string];
  await device.write(readings(10, [one, two]));
  const log = await LogPage.open(page, quiet.server, device, `service=${one}&q=reading&level=info`);
  await expect(log.count()).toHaveText("5 matches");
  await log.choose("Keep this filter");
  await page.goto(`${quiet.server.url}/devices/${device.uuid}/logs`);
  await log.ends("reading 10 of 10");
  expect((await log.rows()).length).toBe(10);
  const title = `${one} · info and worse · “reading”`;
  await log.choose(title);
  await expect.poll(() => log.asked("service")).toBe(one);
  await expect(log.count()).toHaveText("5 matches");
  await expect(log.search()).toHaveValue("reading");
  await log.choose(`Forget “${title}”`);
  await page.getByRole("button", { name: /^More for the log of/ }).click();
  await expect(page.getByRole("menuitem", { name: "Keep this filter" })).not.toHaveAttribute("aria-disabled", "true");
  await expect(page.getByRole("menuitem", { name: title, exact: true })).toHaveCount(0);
});

test("the timeline's brush narrows the lines by keyboard, and is in the address", async ({ page, quiet }) => {
  const device = await join(quiet, "sluice-5");
  const [one] = device.services as [string];
  await device.write(readings(200, [one]));
  const log = await LogPage.open(page, quiet.server, device);
  await log.ends("reading 200 of 200");
  const timeline = page.getByRole("group", { name: "Lines over time" });
  await expect(timeline).toHaveAccessibleDescription(/200 lines/);
  const from = timeline.getByRole("slider", { name: "From" });
  const to = timeline.getByRole("slider", { name: "To" });
  const lines = page.getByText(/^[\d,]+( of [\d,]+)? lines$/);
  await expect(lines).toHaveText("200 lines");

  await from.focus();
  for (let pressed = 0; pressed < 9; pressed++) await page.keyboard.press("PageUp");
  await expect(from, "the focus stays while the address changes").toBeFocused();
  await expect.poll(() => log.asked("from")).not.toBeNull();
  await expect(lines).toHaveText(/^\d+ of 200 lines$/);
  const start = Number(log.asked("from"));
  const all = await device.log();
  await expect(lines).toHaveText(`${all.filter((line) => line.timestamp >= start).length} of 200 lines`);
  await to.focus();
  for (let pressed = 0; pressed < 4; pressed++) await page.keyboard.press("PageDown");
  await expect.poll(() => log.asked("to")).not.toBeNull();
  const end = Number(log.asked("to"));
  const chosen = all.filter((line) => line.timestamp >= start && line.timestamp < end);
  await expect.poll(log.texts).toEqual(chosen.map((line) => line.message).slice(-(await log.texts()).length));
  await expect(lines).toHaveText(`${chosen.length} of 200 lines`);

  await page.reload();
  await expect(lines, "an address with a span shows it").toHaveText(`${chosen.length} of 200 lines`);
  // Its edges mean something once its bars are there.
  await expect(timeline).toHaveAccessibleDescription(/200 lines/);
  await to.focus();
  await page.keyboard.press("Escape");
  await expect(lines).toHaveText("200 lines");
  await expect.poll(() => new URL(page.url()).search).toBe("");
});
