// Adding a device: config.json from the sheet, a real virtual device started with it, its first boot live, its key revoked.
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { Api } from "../harness/api.ts";
import { Device } from "../harness/device.ts";
import { expect, signIn, test } from "../harness/test.ts";

const FLEET = "greenhouse";

test("a device is added by the sheet's config.json and boots before one's eyes; its key is revoked", async ({ page, server }) => {
  test.setTimeout(240_000);
  const api = await Api.of(server);
  const [fleet] = await api.rows<{ id: number }>(`application?$select=id&$filter=app_name eq '${FLEET}'`);
  // The demo's own devices come first, so that the next one is ours.
  type Running = { is_running__release: unknown };
  const all = `device?$select=id,is_running__release&$filter=belongs_to__application eq ${fleet!.id}`;
  await api.until<Running>(all, (rows) => rows.length >= 4 && rows.every((row) => row.is_running__release !== null), 120);
  await signIn(page, server);
  await page.goto(new URL(`/fleets/${fleet!.id}/provisioning`, server.url).href);
  await expect(page.getByRole("heading", { level: 1, name: "Provisioning" })).toBeVisible();

  await page.keyboard.press("c");
  const sheet = page.getByRole("dialog", { name: `Add device to ${FLEET}` });
  await expect(page).toHaveURL(/\/provisioning\/add$/);

  await test.step("bad input is said at the field", async () => {
    await sheet.getByRole("radio", { name: "Wi-Fi and Ethernet" }).click();
    await sheet.getByRole("textbox", { name: "Wi-Fi name" }).fill("rivers-bench");
    await sheet.getByLabel("Passphrase").fill("short");
    await expect(sheet.getByText("A passphrase has 8 to 63 letters, digits and signs, without accents.").first()).toBeVisible();
    await sheet.getByLabel("Passphrase").fill("correct horse");
    await sheet.getByRole("textbox", { name: "Provisioning key name" }).fill("bench-nov");
  });

  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.postData() ?? ""));
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    sheet.getByRole("button", { name: "Download config.json" }).click(),
  ]);
  const config = join(tmpdir(), `binnacle-config-${process.pid}.json`);
  await download.saveAs(config);
  const said = JSON.parse(await readFile(config, "utf8")) as Record<string, unknown>;
  expect(said).toMatchObject({ applicationId: fleet!.id, wifiSsid: "rivers-bench", wifiKey: "correct horse" });
  expect(said.apiKey).toMatch(/^\w{32}$/);
  expect(sent.join("\n")).not.toContain("correct horse");
  await expect(sheet.getByText("binnacle device --config config.json --data ./my-device")).toBeVisible();
  await expect(sheet.getByText("Waiting for first contact")).toBeVisible();

  const device = await Device.from(config);
  try {
    const steps = sheet.getByRole("list", { name: /^First boot of/ }).getByRole("listitem");
    await expect(steps).toHaveCount(5, { timeout: 60_000 });
    await expect(steps.first()).toContainText(device.uuid.slice(0, 7));
    await expect(steps.last()).toContainText(/Running, done/, { timeout: 120_000 });
    await expect(sheet.getByRole("link", { name: /^Open / })).toHaveAttribute("href", `/devices/${device.uuid}`);
    await sheet.getByRole("button", { name: "Done" }).click();
    await expect(sheet).toBeHidden();
    await expect(page.getByRole("list", { name: /^First boot of/ }).first()).toBeVisible();

    await test.step("revoke the key: no further device gets in with the file", async () => {
      const row = page.getByRole("row").filter({ hasText: "bench-nov" });
      await expect(row).toContainText(/in (29|30) d/);
      await row.getByRole("button", { name: /^Revoke/ }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Revoke bench-nov" }).click();
      await expect(row).toBeHidden();
      const refused = await fetch(new URL("/actor/v1/whoami", server.api), { headers: { authorization: `Bearer ${said.apiKey as string}` } });
      expect(refused.status).toBe(401);
    });
  } finally {
    await test.info().attach("device", { body: device.log(), contentType: "text/plain" });
    await device.forget();
    await rm(config, { force: true });
  }
});
