// A morning without a mouse: sign in, find a device, narrow the list, tag two at once, look at a release, open a shell.
import type { Locator } from "@playwright/test";
import { Api } from "../harness/api.ts";
import { type Page, expect, test } from "../harness/test.ts";

/** Presses Tab until `control` has the focus, as a person does who looks for it. */
async function reach(page: Page, control: Locator, most = 80): Promise<void> {
  const focused = () => control.evaluate((element) => element === document.activeElement || element.contains(document.activeElement)).catch(() => false);
  for (let pressed = 0; pressed < most; pressed++) {
    if (await focused()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${most} times Tab did not reach ${control}`);
}

async function press(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  await reach(page, control);
  await page.keyboard.press("Enter");
}

/** The two keys of a way to go, as `g d`. */
async function go(page: Page, letter: string): Promise<void> {
  await page.keyboard.press("g");
  await page.keyboard.press(letter);
}

test("everything from signing in to a shell, by keyboard alone", async ({ page, freshServer }) => {
  test.setTimeout(240_000);
  const api = await Api.of(freshServer);
  type Row = { device_name: string; uuid: string };
  const online = "device?$select=device_name,uuid&$filter=is_connected_to_vpn eq true and overall_status eq 'operational'&$orderby=id asc";
  const devices = await api.until<Row>(online, (rows) => rows.length > 2, 120);
  const device = devices[0]!;
  const main = page.getByRole("main");

  await test.step("sign in", async () => {
    await page.goto(freshServer.url);
    await reach(page, page.getByRole("textbox", { name: "E-mail or user name" }));
    await page.keyboard.type(freshServer.user);
    await reach(page, page.getByLabel("Password", { exact: true }));
    await page.keyboard.type(freshServer.password);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Fleets" })).toBeVisible();
  });

  await test.step("find a device", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type(device.device_name);
    await expect(page.getByRole("group", { name: "Devices" }).getByRole("option").first()).toContainText(device.device_name);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: device.device_name })).toBeFocused();
  });

  await test.step("narrow its fleet's devices", async () => {
    await go(page, "d");
    await expect(page.getByRole("heading", { level: 1, name: "Devices" })).toBeFocused();
    await page.keyboard.press("/");
    await page.keyboard.type("status:operational");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/[?&]q=status:operational/);
    await expect(page.getByRole("grid", { name: "Devices" }).locator("[role=row]:focus")).toHaveCount(1);
  });

  const toolbar = page.getByRole("toolbar", { name: "Selected devices" });
  await test.step("choose two and tag them", async () => {
    await page.keyboard.press("x");
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await expect(toolbar).toContainText("2 selected");
    await press(page, toolbar.getByRole("button", { name: "More actions" }));
    await page.keyboard.type("set a tag");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog").filter({ has: page.getByRole("textbox", { name: "Key" }) });
    await expect(dialog).toBeVisible();
    await reach(page, dialog.getByRole("textbox", { name: "Key" }));
    await page.keyboard.type("shift");
    await reach(page, dialog.getByRole("textbox", { name: "Value" }));
    await page.keyboard.type("night");
    await press(page, dialog.getByRole("button", { name: /2 devices/ }));
    const tagged = "device?$select=id&$filter=device_tag/any(t:t/tag_key eq 'shift' and t/value eq 'night')";
    await api.until(tagged, (rows) => rows.length === 2, 30);
    for (let layers = 0; layers < 4 && (await page.getByRole("dialog").count()) > 0; layers++) await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  await test.step("look at a release", async () => {
    await page.keyboard.press("Escape");
    await go(page, "r");
    await expect(page.getByRole("heading", { level: 1, name: "Releases" })).toBeFocused();
    await press(page, main.getByRole("grid").getByRole("row").nth(1));
    await expect(page).toHaveURL(/\/releases\/\d+$/);
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  });

  await test.step("open a shell, and leave it", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type(device.device_name);
    await expect(page.getByRole("group", { name: "Devices" }).getByRole("option").first()).toContainText(device.device_name);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: device.device_name })).toBeFocused();
    await page.keyboard.press("t");
    const terminal = page.getByRole("region", { name: "Terminal" });
    await expect(terminal.getByRole("status").filter({ hasText: /^Connected/ })).toBeVisible({ timeout: 20_000 });
    await expect(terminal.getByRole("textbox").first()).toBeFocused();
    await page.keyboard.type("echo $((6*7))");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await terminal.innerText()).split("\n").map((line) => line.trim())).toContain("42");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect(terminal.getByRole("textbox").first()).not.toBeFocused();
  });
});
