// A device's page: edited in place by two people, asked for things, set, and with a past.
import { Api } from "../harness/api.ts";
import { expect, signIn, test } from "../harness/test.ts";

type Device = { id: number; uuid: string; device_name: string };

test("names, notes and tags are edited in place, seen by others, and told in the history", async ({ page, freshServer }) => {
  test.setTimeout(240_000);
  const api = await Api.of(freshServer);
  const devices = await api.until<Device>(
    "device?$select=id,uuid,device_name&$filter=is_online eq true&$orderby=id",
    (rows) => rows.length > 0,
    120,
  );
  const device = devices[0]!;
  const rename = (name: string) => api.call("PATCH", `/v7/device(${device.id})`, { device_name: name });
  await signIn(page, freshServer);
  await page.goto(new URL(`/devices/${device.uuid}`, page.url()).href);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText(device.device_name);

  await test.step("somebody else's name shows by itself", async () => {
    await rename("sluice-1");
    await expect(heading).toHaveText("sluice-1");
  });

  await test.step("a name typed while somebody else changes it is asked about", async () => {
    await page.getByRole("button", { name: "Edit the name" }).click();
    const field = page.getByRole("textbox", { name: "name", exact: true });
    await expect(field).toBeFocused();
    await field.fill("");
    await field.press("Enter");
    await expect(page.getByRole("alert").filter({ hasText: "Enter a name." })).toBeVisible();
    await field.fill("weir-1");
    await rename("lock-1");
    await expect(page.getByText(/Somebody else changed it meanwhile to/)).toContainText("lock-1");
    await page.getByRole("button", { name: "Keep mine" }).click();
    await field.press("Enter");
    await expect(heading).toHaveText("weir-1");
    await expect(page.getByRole("button", { name: "Edit the name" })).toBeFocused();
  });

  await test.step("Esc leaves it as it was", async () => {
    await page.getByRole("button", { name: "Edit the name" }).click();
    await page.getByRole("textbox", { name: "name", exact: true }).fill("nothing");
    await page.keyboard.press("Escape");
    await expect(heading).toHaveText("weir-1");
  });

  await test.step("a hostile note is text and breaks nothing", async () => {
    const note = `<img src=x onerror="document.title='owned'"> \u202Eesrever\u202C 🚢\n${"x".repeat(10_000)}`;
    await page.getByRole("button", { name: "Edit the note" }).click();
    await page.getByRole("textbox", { name: "note", exact: true }).fill(note);
    await page.keyboard.press("Control+Enter");
    const shown = page.getByRole("region", { name: "Note" });
    await expect(shown).toContainText("<img src=x");
    await expect(page.getByRole("button", { name: "Edit the note" })).toBeVisible();
    expect(await shown.locator("img").count()).toBe(0);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(wide, "the page moves sideways").toBe(false);
  });

  await test.step("tags follow their rules", async () => {
    await page.getByRole("button", { name: "Edit the tags" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Key" }).fill("two words");
    await dialog.getByRole("button", { name: "Add tag" }).click();
    await expect(dialog.getByText("A key cannot contain blanks.")).toBeVisible();
    await dialog.getByRole("textbox", { name: "Key" }).fill("berth");
    await dialog.getByLabel("Value", { exact: true }).fill("seven");
    await dialog.getByRole("button", { name: "Add tag" }).click();
    await expect(dialog.getByRole("list", { name: "Tags" })).toContainText("berth");
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(page.getByText("berth: seven")).toBeVisible();
  });

  await test.step("a location is checked and kept", async () => {
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByLabel("Latitude").fill("91");
    await page.getByLabel("Longitude").fill("9.9661");
    await page.getByRole("button", { name: "Save location" }).click();
    await expect(page.getByText("Degrees from −90 to 90.")).toBeVisible();
    await page.getByLabel("Latitude").fill("53,5461");
    await page.getByRole("button", { name: "Save location" }).click();
    await expect(page.getByLabel("Latitude")).toHaveValue("53.5461");
  });

  await test.step("the device is asked, and its answer stands at its head", async () => {
    await page.getByRole("button", { name: "Identify" }).click();
    await expect(page.getByRole("status").filter({ hasText: "blinks" })).toBeVisible();
  });

  await test.step("the history says who did it", async () => {
    await page.getByRole("tab", { name: "History" }).click();
    const list = page.getByRole("list", { name: "History" });
    await expect(list.getByRole("listitem").filter({ hasText: "Identify asked for" })).toContainText(freshServer.user);
    const renamed = list.getByRole("listitem").filter({ hasText: "Renamed" }).first();
    await expect(renamed).toContainText("weir-1");
    await expect(renamed).toContainText("lock-1");
    await page.getByRole("radio", { name: "What it went through" }).or(page.getByRole("button", { name: "What it went through" })).first().click();
    await expect(list.getByRole("listitem").filter({ hasText: "Cloudlink up" }).first()).toBeVisible();
    await expect(list.getByRole("listitem").filter({ hasText: "Renamed" })).toHaveCount(0);
    await expect(page).toHaveURL(/history\?of=state/);
  });

  await test.step("deleting asks, and leads to the fleet's devices", async () => {
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Delete device…" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("Delete weir-1?");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    expect(await api.rows(`device?$select=id&$filter=id eq ${device.id}`)).toHaveLength(1);
    await page.getByRole("button", { name: "Delete device…" }).click();
    await dialog.getByRole("button", { name: "Delete weir-1" }).click();
    await expect(page).toHaveURL(/\/fleets\/\d+\/devices/);
    expect(await api.rows(`device?$select=id&$filter=id eq ${device.id}`)).toHaveLength(0);
  });
});
