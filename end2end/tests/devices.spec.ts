// The device list: one wish in text, chips and address; order, groups, views, selection and export of what is shown.
import { readFile } from "node:fs/promises";
import { Api } from "../harness/api.ts";
import type { Server } from "../harness/server.ts";
import { type Page, expect, signIn, test } from "../harness/test.ts";

/** Names as people and attackers write them: markup, text that runs backwards, very long, of several scripts. */
const HOSTILE = ["<img src=x onerror=alert(1)>", "\u202Eelbisrever", "=HYPERLINK(\"x\")", "😀 ünï — 漢字", "x".repeat(250)];

type Fleet = { id: number; type: number };

/** A fleet of twelve devices that never were, in two places. */
async function fleetOfTwelve(api: Api): Promise<Fleet> {
  const query = "application?$select=id&$expand=is_for__device_type($select=id),organization($select=id)&$filter=is_of__class eq 'fleet' and is_host eq false&$top=1";
  type Model = { is_for__device_type: [{ id: number }]; organization: [{ id: number }] };
  const [model] = await api.until<Model>(query, (rows) => rows.length > 0);
  const type = model!.is_for__device_type[0].id;
  const body = { app_name: "listed", is_for__device_type: type, organization: model!.organization[0].id };
  const { id } = await api.call<{ id: number }>("POST", "/v7/application", body);
  const names = [...HOSTILE, ...Array.from({ length: 7 }, (_, at) => `buoy-${at + 1}`)];
  for (const [at, device_name] of names.entries()) {
    const uuid = (at + 1).toString(16).padStart(32, "a");
    const device = await api.call<{ id: number }>("POST", "/v7/device", { uuid, device_name, belongs_to__application: id, is_of__device_type: type });
    const tag = (tag_key: string, value: string) => api.call("POST", "/v7/device_tag", { device: device.id, tag_key, value });
    await tag("site", at % 3 === 0 ? "north" : "south sea");
    if (device_name.startsWith("buoy-")) {
      await tag("latitude", String(52 + at / 100));
      await tag("longitude", "4.9");
    }
  }
  return { id, type };
}

async function open(page: Page, server: Server, fleet: Fleet, query = ""): Promise<void> {
  await page.goto(`${server.url}/fleets/${fleet.id}/devices${query}`);
  await expect(page.getByRole("grid", { name: "Devices" })).toBeVisible();
}

const grid = (page: Page) => page.getByRole("grid", { name: "Devices" });
const names = (page: Page) => grid(page).getByRole("link").allTextContents();
const box = (page: Page) => page.getByRole("combobox", { name: "Filter the devices" });
const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

// Written beside the page and not run yet: it is to be run, mended and made a `test` again.
test("filters in text, chips and address, orders, groups, keeps views, selects and exports", async ({ page, freshServer }) => {
  test.setTimeout(240_000);
  const api = await Api.of(freshServer);
  const fleet = await fleetOfTwelve(api);
  await signIn(page, freshServer);
  await open(page, freshServer, fleet);

  await test.step("hostile names are text", async () => {
    for (const name of HOSTILE.slice(0, 4)) await expect(grid(page).getByRole("link", { name, exact: true })).toBeVisible();
    await expect(grid(page).locator("img")).toHaveCount(0);
    expect(await page.evaluate(() => document.scrollingElement!.scrollWidth <= innerWidth)).toBe(true);
  });

  await test.step("what is typed is the address and the chips", async () => {
    await page.keyboard.press("/");
    await expect(box(page)).toBeFocused();
    await page.keyboard.type("tag.si");
    await page.keyboard.press("Tab");
    await expect(box(page)).toHaveValue("tag.site:");
    await page.keyboard.type("so");
    await expect(page.getByRole("option", { name: /south sea/ })).toContainText("8");
    await page.keyboard.press("Tab");
    await expect(box(page)).toHaveValue('tag.site:"south sea" ');
    await expect.poll(() => names(page)).toHaveLength(8);
    await page.keyboard.type("buoy");
    await expect.poll(async () => (await names(page)).every((name) => name.startsWith("buoy"))).toBe(true);
    await expect.poll(() => parameter(page, "q")).toBe('tag.site:"south sea" buoy');
    await page.keyboard.press("Enter");
    await expect(grid(page).locator("[role=row]:focus")).toHaveCount(1);
    const chips = page.getByRole("group", { name: "Filters" });
    await chips.getByRole("button", { name: /^Remove filter Any text/ }).click();
    await expect(box(page)).toHaveValue('tag.site:"south sea"');
    await expect.poll(() => names(page)).toHaveLength(8);
  });

  await test.step("a chip is edited in the dialog, with an alternative", async () => {
    await page.getByRole("button", { name: /^Tag site\s*is\s*south sea/ }).click();
    const dialog = page.getByRole("dialog", { name: "Change the filter" });
    await dialog.getByRole("button", { name: "Add alternative" }).click();
    await dialog.getByRole("button", { name: /^Value/ }).last().click();
    await page.getByRole("option", { name: /^north/ }).click();
    await dialog.getByRole("button", { name: "Change filter" }).click();
    await expect(box(page)).toHaveValue('tag.site:"south sea",north');
    await expect.poll(() => names(page)).toHaveLength(12);
  });

  await test.step("what means nothing is underlined, named by its place, and hides nothing", async () => {
    await box(page).fill("status:nonsense");
    await expect(page.getByText(/at character/)).toBeVisible();
    await expect(box(page)).toHaveAttribute("aria-invalid", "true");
    await expect.poll(() => names(page)).toHaveLength(12);
    await page.getByRole("button", { name: "Clear the filter" }).click();
    await expect(page.getByText(/at character/)).toBeHidden();
  });

  await test.step("two columns order, Shift adds the second", async () => {
    await page.goto(`${freshServer.url}/fleets/${fleet.id}/devices?columns=name,tag.site,status`);
    await grid(page).getByRole("button", { name: "site" }).click();
    await grid(page).getByRole("button", { name: "Name" }).click({ modifiers: ["Shift"] });
    await grid(page).getByRole("button", { name: "Name" }).click({ modifiers: ["Shift"] });
    expect(parameter(page, "sort")).toBe("tag.site,-name");
    const shown = await names(page);
    const north = shown.slice(0, 4);
    const south = shown.slice(4);
    expect(north).toEqual([...north].sort().reverse());
    expect(south).toEqual([...south].sort().reverse());
    expect(shown).toHaveLength(12);
  });

  await test.step("columns come and go, and stand in the address", async () => {
    await page.getByRole("button", { name: "Columns" }).click();
    const panel = page.getByRole("dialog", { name: "Columns" });
    await panel.getByRole("checkbox", { name: "Created" }).click();
    await expect(grid(page).getByRole("columnheader", { name: "Created" })).toBeVisible();
    await panel.getByRole("checkbox", { name: "Status", exact: true }).click();
    await expect(grid(page).getByRole("columnheader", { name: "Status" })).toHaveCount(0);
    expect(parameter(page, "columns")).toBe("name,tag.site,created");
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
  });

  await test.step("groups count, fold and open", async () => {
    await page.getByRole("button", { name: "Group" }).click();
    await page.getByRole("menuitem", { name: "Tag site" }).click();
    expect(parameter(page, "group")).toBe("tag.site");
    const north = grid(page).getByRole("row", { name: /north.*4 devices/ });
    await expect(north).toHaveAttribute("aria-expanded", "true");
    await north.click();
    await expect(north).toHaveAttribute("aria-expanded", "false");
    await expect.poll(() => names(page)).toHaveLength(8);
  });

  await test.step("a view is kept for oneself and for all, over a reload", async () => {
    for (const [name, isShared] of [["Mine", false], ["Ours", true]] as const) {
      await page.getByRole("button", { name: "Views" }).click();
      const panel = page.getByRole("dialog", { name: "Views" });
      await panel.getByRole("textbox", { name: "Save this view as" }).fill(name);
      if (isShared) await panel.getByRole("checkbox", { name: /^Share it/ }).click();
      await panel.getByRole("button", { name: "Save view" }).click();
      await expect(panel.getByRole("button", { name: new RegExp(`^${name}`) })).toBeVisible();
      await page.keyboard.press("Escape");
    }
    expect(await api.rows("application_tag?$select=value&$filter=tag_key eq 'io.binnacle.view.ours'")).toHaveLength(1);
    await open(page, freshServer, fleet);
    await page.getByRole("button", { name: "Views" }).click();
    await page.getByRole("dialog", { name: "Views" }).getByRole("button", { name: /^Ours/ }).click();
    await expect.poll(() => parameter(page, "group")).toBe("tag.site");
    expect(parameter(page, "sort")).toBe("tag.site,-name");
  });

  await test.step("a range by keyboard, by Shift and press, then all that match", async () => {
    await open(page, freshServer, fleet, "?q=buoy&columns=name,tag.site,cpu");
    const bar = page.getByRole("toolbar", { name: "Selected devices" });
    await expect.poll(() => names(page)).toHaveLength(7);
    await grid(page).getByRole("row").nth(1).focus();
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+J");
    await expect(bar).toContainText("3 selected");
    await page.keyboard.press("Escape");
    await expect(bar).toBeHidden();
    await grid(page).getByRole("checkbox", { name: "Select buoy-2" }).click();
    await grid(page).getByRole("checkbox", { name: "Select buoy-5" }).click({ modifiers: ["Shift"] });
    await expect(bar).toContainText("4 selected");
    await page.getByRole("button", { name: "Select all 7" }).click();
    await expect(bar).toContainText("7 selected");
    await bar.getByRole("button", { name: "Clear" }).click();
    await expect(bar).toBeHidden();
  });

  await test.step("what is exported is what is shown", async () => {
    const file = async (kind: string) => {
      await page.getByRole("button", { name: "Export" }).click();
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: new RegExp(`^${kind}`) }).click()]);
      expect(download.suggestedFilename()).toBe(`listed-devices.${kind.toLowerCase()}`);
      return readFile(await download.path(), "utf8");
    };
    const rows = (await file("CSV")).trimEnd().split("\r\n");
    expect(rows[0]).toBe("name,tag.site,cpu");
    expect(rows.slice(1).map((row) => row.split(",")[0])).toEqual(await names(page));
    const objects = JSON.parse(await file("JSON")) as { name: string; cpu: number | null }[];
    expect(objects.map((one) => one.name)).toEqual(await names(page));
    expect(objects[0]!.cpu).toBeNull();
    await open(page, freshServer, fleet, "?columns=name");
    expect(await file("CSV")).toContain('"\'=HYPERLINK(""x"")"');
  });

  await test.step("the map shows who says a place, and the list beside it leads there", async () => {
    await page.getByText("Map", { exact: true }).click();
    expect(parameter(page, "view")).toBe("map");
    const beside = page.getByRole("region", { name: "Devices in sight" });
    await expect(beside.getByRole("link", { name: "buoy-1" })).toBeVisible();
    await expect(beside).toContainText("7 devices in sight");
    await page.getByRole("button", { name: "Zoom in" }).click();
    await box(page).fill("name:nobody");
    await expect(page.getByText("No device matches")).toBeVisible();
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(beside).toContainText("7 devices in sight");
    await beside.getByRole("link", { name: "buoy-1" }).click();
    await expect(page).toHaveURL(/\/devices\/[0-9a-f]{32}$/);
  });
});
