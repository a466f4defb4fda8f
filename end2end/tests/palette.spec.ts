// The command palette and the keys: found, chosen, refused with a reason, and the focus given back.
import { Api } from "../harness/api.ts";
import { type Page, expect, signIn, test } from "../harness/test.ts";

const palette = (page: Page) => page.getByRole("dialog", { name: "Command palette" });
const field = (page: Page) => palette(page).getByRole("combobox", { name: "Search or run a command" });
const active = async (page: Page) => {
  const id = await field(page).getAttribute("aria-activedescendant");
  return id ? page.locator(`[id="${id}"]`).innerText() : "";
};

test("finds devices, fleets, releases and actions by key, and gives the focus back", async ({ page, server }) => {
  test.setTimeout(120_000);
  page.setDefaultTimeout(15_000);
  const api = await Api.of(server);
  const name = "device?$select=device_name,uuid&$expand=belongs_to__application($select=app_name)&$orderby=id asc&$top=1";
  type Row = { device_name: string; uuid: string; belongs_to__application: { app_name: string }[] };
  const [device] = await api.until<Row>(name, (rows) => rows.length > 0);
  const [release] = await api.rows<{ raw_version: string }>("release?$select=raw_version&$filter=status eq 'success'&$top=1");
  await signIn(page, server);

  await test.step("it opens by key, is a combobox with a listbox, and Esc gives the focus back", async () => {
    const link = page.getByRole("link", { name: "Binnacle, fleets" });
    await link.focus();
    await page.keyboard.press("Control+k");
    await expect(field(page)).toBeFocused();
    await expect(palette(page).getByRole("listbox")).toBeVisible();
    await expect(palette(page).getByRole("option", { name: /Sign out/ })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(palette(page)).toBeHidden();
    await expect(link).toBeFocused();
  });

  await test.step("a device of any fleet is found by its name, and Enter goes there", async () => {
    await page.getByRole("button", { name: "Search or run a command" }).click();
    await page.keyboard.type(device!.device_name.toUpperCase());
    const option = palette(page).getByRole("group", { name: "Devices" }).getByRole("option").first();
    await expect(option).toContainText(device!.device_name);
    await expect(option).toContainText(device!.belongs_to__application[0]!.app_name);
    await expect.poll(() => active(page)).toContain(device!.device_name);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(device!.uuid));
    await expect(page.getByRole("heading", { level: 1, name: device!.device_name })).toBeFocused();
  });

  await test.step("the page's actions come first; one that cannot be done says why and is skipped by Enter", async () => {
    await page.keyboard.press("Control+k");
    await expect(palette(page).getByRole("group", { name: "Actions" })).toBeVisible();
    await page.keyboard.type("theme");
    const light = palette(page).getByRole("option", { name: /Light theme|Dark theme|Theme as the system/ }).and(page.locator("[aria-disabled=true]"));
    await expect(light).toHaveCount(1);
    await expect(light).toContainText("already");
    await expect.poll(() => active(page)).not.toContain("already");
    const refused = await light.innerText();
    for (let step = 0; step < 4 && (await active(page)) !== refused; step++) await page.keyboard.press("ArrowDown");
    expect(await active(page)).toBe(refused);
    await page.keyboard.press("Enter");
    await expect(palette(page)).toBeVisible();
    await field(page).fill("dark theme");
    await page.keyboard.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  });

  await test.step("an action of the page asks as its button does", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("reboot");
    await page.keyboard.press("Enter");
    const question = page.getByRole("dialog", { name: `Reboot ${device!.device_name}?` });
    await expect(question).toBeVisible();
    await question.getByText("The same as API call, SDK and CLI").click();
    await expect(question).toContainText("$BALENA_API/supervisor/v1/reboot");
    await expect(question).toContainText(`balena device reboot ${device!.uuid}`);
    await question.getByRole("button", { name: "Cancel" }).click();
  });

  await test.step("releases, ways up and ways to go; what nobody is called", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type(release!.raw_version);
    await expect(palette(page).getByRole("group", { name: "Releases" }).getByRole("option").first()).toContainText(release!.raw_version);
    await field(page).fill("zzqqxx-nobody");
    await expect(palette(page).getByRole("group", { name: "Devices" })).toHaveCount(0);
    await field(page).fill("provis");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/provisioning$/);
    await page.keyboard.press("Control+k");
    await palette(page).getByRole("group", { name: "Go up" }).getByRole("option", { name: /^Fleets/ }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Fleets" })).toBeVisible();
  });
});

test("the path switches fleets, and single keys can be turned off", async ({ page, server }) => {
  const api = await Api.of(server);
  const fleets = await api.until<{ id: number; app_name: string }>("application?$select=id,app_name&$filter=is_of__class eq 'fleet' and is_host eq false&$orderby=app_name asc", (rows) => rows.length > 1);
  await signIn(page, server);
  await page.goto(`${server.url}/fleets/${fleets[0]!.id}/variables`);
  await page.getByRole("navigation", { name: "Path" }).getByRole("button", { name: "Go to another fleet" }).click();
  const switcher = page.getByRole("dialog", { name: "Go to another fleet" });
  await switcher.getByRole("option", { name: new RegExp(fleets[1]!.app_name) }).click();
  // The same part of the other fleet.
  await expect(page).toHaveURL(new RegExp(`/fleets/${fleets[1]!.id}/variables`));

  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(keys.getByRole("heading", { name: "Go to" })).toBeVisible();
  await keys.getByRole("switch", { name: "Single-key shortcuts" }).click();
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await page.keyboard.press("?");
  await expect(keys).toBeHidden();
  // Kept in this browser; what has a modifier stays.
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("?");
  await expect(keys).toBeHidden();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("single-key");
  await page.keyboard.press("Enter");
  await page.keyboard.press("?");
  await expect(keys).toBeVisible();
});
