// Bulk actions: a preview that sends nothing, who cannot and why, an answer for each device, and another try.
import { Api } from "../harness/api.ts";
import { type Page, expect, findings, signIn, test } from "../harness/test.ts";

type Device = { id: number; uuid: string; device_name: string };

/** Selects all devices of the list that is shown. */
async function selectAll(page: Page): Promise<void> {
  await page.getByRole("grid").getByRole("checkbox").first().click();
  await expect(page.getByRole("toolbar", { name: "Selected devices" })).toBeVisible();
}

async function more(page: Page, item: string): Promise<void> {
  await page.getByRole("toolbar", { name: "Selected devices" }).getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("tags and restarts a selection, refuses who is offline with the reason, and tries again", async ({ page, freshServer }) => {
  test.setTimeout(240_000);
  page.setDefaultTimeout(15_000);
  const api = await Api.of(freshServer);
  const [fleet] = await api.until<{ id: number }>("application?$select=id&$filter=is_of__class eq 'fleet' and is_host eq false&$orderby=id asc&$top=1", (rows) => rows.length > 0);
  const of = `device?$select=id,uuid,device_name&$orderby=device_name asc&$filter=belongs_to__application eq ${fleet!.id}`;
  const all = await api.until<Device>(`${of} and is_connected_to_vpn eq true`, (rows) => rows.length >= 4, 120);
  // One that was never there: registered, and not heard of since.
  const uuid = "0123456789abcdef0123456789abcdef";
  const [kind] = await api.rows<{ is_of__device_type: { __id: number } }>(`device?$select=is_of__device_type&$filter=id eq ${all[0]!.id}`);
  const body = { uuid, device_name: "zz-never-there", belongs_to__application: fleet!.id, is_of__device_type: kind!.is_of__device_type.__id };
  await api.call("POST", "/v7/device", body);
  // The demo world's devices come in one by one: six of them here, and the one that was never there.
  const total = (await api.until<Device>(of, (rows) => rows.length >= 7, 120)).length;
  await signIn(page, freshServer);
  await page.goto(`${freshServer.url}/fleets/${fleet!.id}/devices`);
  await expect(page.getByText("zz-never-there").first()).toBeVisible();

  await test.step("a tag for all: nothing is sent before the button", async () => {
    await selectAll(page);
    await more(page, "Set a tag…");
    const dialog = page.getByRole("dialog");
    await expect(dialog).toHaveAccessibleName(`Set a tag on ${total} devices`);
    const key = dialog.getByRole("textbox", { name: "Key" });
    await key.fill("two words");
    await expect(dialog.getByText("A key cannot contain blanks.").first()).toBeVisible();
    await key.fill("site");
    await dialog.getByRole("textbox", { name: "Value" }).fill("it's <b>north</b>");
    const preview = dialog;
    await expect(preview).toHaveAccessibleName(`Tag ${total} devices with site: it's <b>north</b>`);
    await expect(preview).toContainText(`${total} start now`);
    await preview.getByText(/The same as API call, SDK and CLI/).click();
    await expect(preview).toContainText("balena tag set site");
    expect(await api.rows(`device_tag?$select=id&$filter=tag_key eq 'site' and value eq 'it''s <b>north</b>'`)).toHaveLength(0);
    await preview.getByRole("button", { name: `Tag ${total} devices` }).click();
    const job = page.getByRole("dialog", { name: /Tag .* with site/ });
    await expect(job).toContainText(`${total} of ${total} answered · ended`, { timeout: 30_000 });
    const tagged = await api.rows(`device_tag?$select=id&$filter=tag_key eq 'site' and value eq 'it''s <b>north</b>'`);
    expect(tagged).toHaveLength(total);
    await job.getByRole("button", { name: "Close" }).last().click();
  });

  await test.step("the same tag again is so already", async () => {
    await more(page, "Set a tag…");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Key" }).fill("site");
    await dialog.getByRole("textbox", { name: "Value" }).fill("it's <b>north</b>");
    await expect(dialog).toContainText(`${total} so already`);
    await expect(dialog.getByRole("button", { name: "Tag 0 devices" })).toHaveAttribute("aria-disabled", "true");
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });

  await test.step("restart: who was never there cannot be asked, and the reason stands in the table", async () => {
    await more(page, "Restart services…");
    const dialog = page.getByRole("dialog", { name: new RegExp(`Restart services of ${total} devices`) });
    const reason = dialog.getByRole("row", { name: /No supervisor known/ });
    await expect(reason).toContainText("1");
    await expect(reason).toContainText("Skip");
    const button = dialog.getByRole("button", { name: /^Restart services of \d+ devices?$/ });
    await expect(button).toBeEnabled();
    await button.click();
    const job = page.getByRole("dialog", { name: /Restart services of/ });
    await expect(job).toContainText(/answered.* ended/, { timeout: 120_000 });
    await expect(job.getByRole("row", { name: /zz-never-there/ })).toHaveCount(0);
    await job.getByRole("button", { name: "Close" }).last().click();
  });

  await test.step("who goes while it is under way fails with the answer, and can be tried again", async () => {
    // Deleted behind the page's back after the preview: the API no longer knows it.
    await more(page, "Identify…");
    const dialog = page.getByRole("dialog", { name: /Identify/ });
    await expect(dialog.getByRole("row", { name: /No supervisor known/ })).toBeVisible();
    const victim = all[0]!;
    await api.call("DELETE", `/v7/device(${victim.id})`);
    await dialog.getByRole("button", { name: /^Identify \d+ devices?$/ }).click();
    const job = page.getByRole("dialog", { name: /Identify/ });
    await expect(job).toContainText(/ended/, { timeout: 60_000 });
    await expect(job.getByRole("row", { name: new RegExp(victim.device_name) })).toContainText("Failed");
    // It goes on in the background, on any page.
    await job.getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("link", { name: "Fleets" }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: "Fleets" })).toBeVisible();
    const strips = page.getByRole("group", { name: "Bulk action" });
    await strips.filter({ hasText: "Identify" }).getByRole("button", { name: "Show" }).click();
    await job.getByRole("button", { name: /^Retry \d+$/ }).click();
    await expect(job).toContainText(/ended/, { timeout: 60_000 });
    await expect(job.getByRole("row", { name: new RegExp(victim.device_name) })).toContainText("Failed");
    const download = page.waitForEvent("download");
    await job.getByRole("button", { name: "Export" }).click();
    expect((await download).suggestedFilename()).toBe("bulk-action.csv");
  });
});

test("a .env is pasted over a selection: what would change is counted first, and lines that cannot be are named", async ({ page, freshServer }) => {
  test.setTimeout(120_000);
  page.setDefaultTimeout(15_000);
  const api = await Api.of(freshServer);
  const [kind] = await api.until<{ belongs_to__application: { __id: number }; is_of__device_type: { __id: number } }>(
    "device?$select=belongs_to__application,is_of__device_type&$orderby=id asc&$top=1", (rows) => rows.length > 0);
  const fleet = kind!.belongs_to__application.__id;
  const made = [];
  for (const n of [1, 2, 3]) {
    const body = { uuid: `${n}`.repeat(32), device_name: `zz-${n}`, belongs_to__application: fleet, is_of__device_type: kind!.is_of__device_type.__id };
    made.push(await api.call<{ id: number }>("POST", "/v7/device", body));
  }
  const set = (device: number, name: string, value: string) =>
    api.call("POST", "/v7/device_environment_variable", { device, name, value });
  await set(made[0]!.id, "RATE", "20");
  await set(made[1]!.id, "RATE", "17");
  await signIn(page, freshServer);
  await page.goto(`${freshServer.url}/fleets/${fleet}/devices?q=${encodeURIComponent("name~zz")}`);
  await expect(page.getByText("zz-3").first()).toBeVisible();
  await selectAll(page);
  await more(page, "Paste variables…");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toHaveAccessibleName("Paste variables on 3 devices");
  const text = dialog.getByRole("textbox", { name: /^Variables for all services/ });
  await text.fill("RATE=20\n# how\nMODE=\"fast & <b>loose</b>\"\nBALENA_X=1\nAPI_TOKEN=hush\n");
  await expect(dialog).toHaveAccessibleName("Set 3 variables on 3 devices");
  await expect(dialog.getByRole("listitem").filter({ hasText: "Line 4" })).toContainText("BALENA_X");
  const line = (name: string) => dialog.getByRole("row", { name: new RegExp(`^${name} `) });
  await expect(line("RATE")).toHaveText(/RATE\s*20\s*1\s*1\s*1\s*17 on 1/);
  await expect(line("MODE")).toHaveText(/MODE\s*fast & <b>loose<\/b>\s*3\s*0\s*0/);
  await expect(line("API_TOKEN")).not.toContainText("hush");
  await expect(dialog.getByText("9", { exact: true }).first()).toBeVisible();
  // What was read of these names says nothing of another: until it is read, it is not known.
  let go = () => {};
  const gate = new Promise<void>((resolve) => { go = resolve; });
  await page.route("**/device_environment_variable?**", async (route) => {
    await gate;
    await route.continue();
  }, { times: 1 });
  const pasted = await text.inputValue();
  await text.fill("OTHER=1");
  await expect(line("OTHER")).toHaveText(/OTHER\s*1\s*—\s*—\s*—\s*—/);
  go();
  await expect(line("OTHER")).toHaveText(/OTHER\s*1\s*3\s*0\s*0/);
  await text.fill(pasted);
  await expect(line("RATE")).toHaveText(/RATE\s*20\s*1\s*1\s*1\s*17 on 1/);
  const rows = () => api.rows<{ name: string; value: string }>(`device_environment_variable?$select=name,value&$filter=device in (${made.map((one) => one.id).join(",")})&$orderby=name asc`);
  expect(await rows()).toHaveLength(2);
  expect(await findings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Set them on 3 devices" }).click();
  const job = page.getByRole("dialog", { name: /Set 3 variables/ });
  await expect(job).toContainText("3 of 3 answered · ended", { timeout: 30_000 });
  expect((await rows()).map((row) => `${row.name}=${row.value}`).sort()).toEqual(
    ["API_TOKEN=hush", "API_TOKEN=hush", "API_TOKEN=hush", ...Array(3).fill("MODE=fast & <b>loose</b>"), "RATE=20", "RATE=20", "RATE=20"]);
  await job.getByRole("button", { name: "Close" }).last().click();

  // The same once more changes nothing, and says so.
  await more(page, "Set a variable…");
  await dialog.getByRole("textbox", { name: "Name" }).fill("RATE");
  await dialog.getByRole("textbox", { name: "Value" }).fill("20");
  await expect(dialog).toContainText("3 so already");
  await expect(dialog.getByRole("button", { name: "Set it on 0 devices" })).toHaveAttribute("aria-disabled", "true");
});
