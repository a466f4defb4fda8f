// Fleets from making to deleting: the list, the overview with its figures and reasons, the settings, all of it live and as text.
import type { Locator } from "@playwright/test";
import { Api } from "../harness/api.ts";
import { type Page, expect, signIn, test } from "../harness/test.ts";

const MARKUP = `<img src=x onerror="window.hurt=1"> ‮desrever 🚢 `;
/** As long as a fleet's note may be. */
const HOSTILE = MARKUP + "x".repeat(1_000 - [...MARKUP].length);
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
const button = (of: Page | Locator, name: string | RegExp) => of.getByRole("button", { name });

async function fleetId(api: Api, name: string): Promise<number> {
  const [fleet] = await api.until<{ id: number }>(`application?$select=id&$filter=app_name eq '${name}'`, (rows) => rows.length === 1);
  return fleet!.id;
}

test("a fleet is made, renamed, tagged, noted and deleted, and another tab sees it all", async ({ page, freshServer, context }) => {
  test.setTimeout(300_000);
  await signIn(page, freshServer);
  const api = await Api.of(freshServer);
  const other = await context.newPage();
  await other.goto(freshServer.url);
  await expect(heading(other, "Fleets")).toBeVisible();

  const dialog = page.getByRole("dialog");
  await test.step("a bad name is said at the field, and what was typed stays", async () => {
    await button(page, /^New fleet/).first().click();
    const name = dialog.getByRole("textbox", { name: "Name" });
    await name.fill("river gauges!");
    await button(dialog, "Create fleet").click();
    await expect(dialog.getByRole("alert").filter({ hasText: "letters a–z" })).toBeVisible();
    await expect(dialog.getByRole("alert").filter({ hasText: "Choose a device type" })).toBeVisible();
    await expect(name).toHaveValue("river gauges!");
    await name.fill("tide-poles");
    await dialog.getByRole("button", { name: /Device type/ }).click();
    await page.getByRole("combobox").fill("raspberry pi 4 (using 64");
    await page.getByRole("option", { name: /Raspberry Pi 4 \(using 64bit OS\)/ }).click();
    await button(dialog, "Create fleet").click();
    await expect(heading(page, "tide-poles")).toBeVisible();
  });

  await test.step("the other tab has it without being asked", async () => {
    await expect(other.getByRole("link", { name: "tide-poles" })).toBeVisible();
  });

  await test.step("a name that is taken is said at the field", async () => {
    await page.goto(freshServer.url);
    await expect(page.getByRole("heading", { level: 1, name: "Fleets" })).toBeVisible();
    await page.keyboard.press("c");
    await dialog.getByRole("textbox", { name: "Name" }).fill("tide-poles");
    await dialog.getByRole("button", { name: /Device type/ }).click();
    await page.getByRole("combobox").fill("intel nuc");
    await page.getByRole("option", { name: /^Intel NUC/ }).first().click();
    await button(dialog, "Create fleet").click();
    await expect(dialog.getByRole("alert").filter({ hasText: "already" })).toBeVisible();
    await expect(dialog.getByRole("textbox", { name: "Name" })).toHaveValue("tide-poles");
    await button(dialog, "Cancel").click();
  });

  const id = await fleetId(api, "tide-poles");
  await test.step("renamed in the settings, live in the other tab", async () => {
    await page.goto(new URL(`/fleets/${id}/settings`, freshServer.url).href);
    await button(page, "Edit the name").click();
    const field = page.getByRole("textbox", { name: "name" });
    await field.fill("a b");
    await field.press("Enter");
    await expect(page.getByRole("alert").filter({ hasText: "letters a–z" })).toBeVisible();
    await field.fill("tide-poles-2");
    await field.press("Enter");
    await expect(page.getByText("admin/tide-poles-2")).toBeVisible();
    await expect(other.getByRole("link", { name: "tide-poles-2" })).toBeVisible();
  });

  await test.step("a hostile note and tag are text, and break nothing", async () => {
    await page.goto(new URL(`/fleets/${id}`, freshServer.url).href);
    await button(page, "Edit the note").click();
    const note = page.getByRole("textbox", { name: "note" });
    await note.fill(MARKUP + "x".repeat(10_000));
    await note.press("Control+Enter");
    await expect(page.getByRole("alert").filter({ hasText: "at most 1000 characters" })).toBeVisible();
    await expect(note).toHaveValue(MARKUP + "x".repeat(10_000));
    await note.fill(HOSTILE);
    await note.press("Control+Enter");
    const main = page.getByRole("main");
    await expect(main.getByText("onerror=")).toBeVisible();
    await button(page, "Edit the tags").click();
    await dialog.getByRole("textbox", { name: "Key" }).fill("<b>site</b>");
    await dialog.getByRole("textbox", { name: "Value" }).fill("‮north");
    await button(dialog, "Add tag").click();
    await expect(dialog.getByText("<b>site</b>").first()).toBeVisible();
    await button(dialog, "Done").click();
    await expect(main.getByText("<b>site</b>").first()).toBeVisible();
    // The note is a tag of this dashboard's own: it is not shown as one.
    await expect(main.getByText("io.binnacle")).toHaveCount(0);
    expect(await page.evaluate(() => "hurt" in window)).toBe(false);
    const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await sideways()).toBeLessThanOrEqual(0);
  });

  await test.step("deleted by typing its name", async () => {
    await page.goto(new URL(`/fleets/${id}/settings`, freshServer.url).href);
    await button(page, "Delete the fleet…").click();
    await expect(dialog.getByText("0 devices and 0 releases go with it")).toBeVisible();
    const name = dialog.getByRole("textbox", { name: /^Type tide-poles-2/ });
    await name.fill("tide-poles");
    await button(dialog, /^Delete the fleet/).click();
    await expect(dialog.getByRole("alert").filter({ hasText: "as it is written" })).toBeVisible();
    await name.fill("tide-poles-2");
    await button(dialog, /^Delete the fleet/).click();
    await expect(heading(page, "Fleets")).toBeVisible();
    await expect(other.getByRole("link", { name: "tide-poles-2" })).toHaveCount(0);
    expect(await api.rows(`application?$select=id&$filter=id eq ${id}`)).toEqual([]);
  });
});

test("the list is filtered, ordered and drawn as the address says", async ({ page, freshServer }) => {
  await signIn(page, freshServer);
  const fleets = page.getByRole("list", { name: "Fleets" }).getByRole("listitem");
  await expect(fleets).toHaveCount(3);
  await page.keyboard.press("/");
  await page.keyboard.type("RIVER");
  await expect(fleets).toHaveCount(1);
  await expect(page).toHaveURL(/\?q=RIVER/);
  await page.getByRole("searchbox").fill("nothing of the kind");
  await expect(page.getByText("No fleet matches")).toBeVisible();
  await button(page, "Clear the filter").click();
  await expect(fleets).toHaveCount(3);
  await page.getByRole("radio", { name: "Name" }).click();
  expect(await fleets.getByRole("link").allInnerTexts()).toEqual(["greenhouse", "kiosk-signs", "river-gauges"]);
  await page.getByRole("radio", { name: "Table" }).click();
  const grid = page.getByRole("grid", { name: "Fleets" });
  await expect(grid.getByRole("row", { name: /river-gauges/ })).toBeVisible();
  await expect(page).toHaveURL(/view=table/);
  // The choice is kept for the next visit.
  await page.goto(freshServer.url);
  await expect(grid).toBeVisible();
});

test("the overview: figures that lead to as many devices, states over time, reasons, and a policy", async ({ page, freshServer }) => {
  test.setTimeout(300_000);
  await signIn(page, freshServer);
  const api = await Api.of(freshServer);
  const id = await fleetId(api, "river-gauges");
  const at = (path: string) => new URL(path, freshServer.url).href;
  const main = page.getByRole("main");

  await test.step("a problem that is provoked is named, with the way to it", async () => {
    const [kind] = await api.rows<{ id: number }>("device_type?$select=id&$filter=slug eq 'raspberrypi4-64'");
    const device = await api.call<{ id: number }>("POST", "/v7/device", {
      belongs_to__application: id,
      is_of__device_type: kind!.id,
      device_name: "boiler-room",
      uuid: "b01".padEnd(32, "7"),
    });
    await api.call("PATCH", `/v7/device(${device.id})`, { cpu_temp: 91 });
    await page.goto(at(`/fleets/${id}`));
    const row = main.getByRole("list", { name: "Devices that need attention" }).getByRole("listitem").filter({ hasText: "boiler-room" });
    await expect(row).toContainText("Hot");
    await expect(row).toContainText("91 °C");
    await expect(row.getByRole("link", { name: "boiler-room" })).toHaveAttribute("href", /diagnostics$/);
    await api.call("PATCH", `/v7/device(${device.id})`, { cpu_temp: 40 });
    await expect(row).toHaveCount(0, { timeout: 20_000 });
  });

  await test.step("states over time have samples, as a picture and as a table", async () => {
    const card = main.getByRole("region", { name: "Not operational" }).first();
    await expect(card.getByRole("img", { name: /^Devices that were not operational, last 24 h/ })).toBeVisible();
    await button(card, "Show as table").click();
    await expect(card.getByRole("table").getByRole("row").filter({ hasText: "now" })).toBeVisible();
    type States = { samples: { states: Record<string, number> }[] };
    const samples = async () => (await api.call<States>("GET", `/binnacle/v1/fleets/${id}/states?every=60`)).samples.length;
    await expect.poll(samples, { timeout: 90_000 }).toBeGreaterThan(0);
    await card.getByRole("radio", { name: "7 d" }).click();
    await expect(card.getByRole("img", { name: /last 7 d/ })).toBeVisible();
  });

  await test.step("releases in the field are links to who runs them", async () => {
    const field = main.getByRole("list", { name: "Releases in the field" });
    await expect(field.getByRole("link").first()).toHaveAttribute("href", /\/devices\?/);
  });

  await test.step("a figure leads to a list of as many devices", async () => {
    const figure = main.getByRole("link", { name: /^Operational/ });
    const count = Number((await figure.locator("b").innerText()).replaceAll(",", ""));
    await figure.click();
    await expect(heading(page, "Devices")).toBeVisible();
    await expect.poll(async () => Number(await page.getByRole("grid").getAttribute("aria-rowcount")) - 1).toBe(count);
  });

  await test.step("the policy: search among releases, say what will happen, pin, and track again", async () => {
    await page.goto(at(`/fleets/${id}/settings`));
    await button(page, "Pin to release…").click();
    const dialog = page.getByRole("dialog");
    const releases = await api.rows<{ raw_version: string }>(
      `release?$select=raw_version&$filter=belongs_to__application eq ${id} and status eq 'success' and is_final eq true&$orderby=id`,
    );
    const version = releases[0]!.raw_version;
    await expect(dialog.getByRole("option").first()).toBeVisible();
    await dialog.getByRole("searchbox").fill("no such version");
    await expect(dialog.getByText("No release matches.")).toBeVisible();
    await dialog.getByRole("searchbox").fill(version);
    await dialog.getByRole("option", { name: version }).first().click();
    await expect(dialog.getByRole("status")).toContainText(`to ${version}`);
    await button(dialog, /^Pin \d+ device/).click();
    await expect(dialog).toHaveCount(0);
    const policy = main.getByRole("region", { name: "Release policy" });
    await expect(policy).toContainText("Pinned");
    await button(policy, "Track latest…").click();
    await button(page.getByRole("dialog"), "Track latest").click();
    await expect(policy).toContainText("Tracks the latest");
  });
});
