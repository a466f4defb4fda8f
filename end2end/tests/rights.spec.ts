// An observer sees everything and may change nothing: what is not theirs to do is disabled, and says why.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Api } from "../harness/api.ts";
import { BINARY } from "../harness/server.ts";
import { expect, test } from "../harness/test.ts";

const PASSWORD = "an-observers-password";
const REASON = /You are an observer here/;

test("an observer's buttons are disabled with the reason", async ({ page, freshServer }) => {
  test.setTimeout(120_000);
  page.setDefaultTimeout(15_000);
  const api = await Api.of(freshServer);
  const running = promisify(execFile)(BINARY, ["user", "add", "olga", "--role", "observer", "--data", freshServer.data], {
    env: { ...process.env, BINNACLE_USER_PASSWORD: PASSWORD },
  });
  await running;
  const [device] = await api.until<{ uuid: string; device_name: string; belongs_to__application: { __id: number } }>(
    "device?$select=uuid,device_name,belongs_to__application&$filter=is_connected_to_vpn eq true&$top=1",
    (rows) => rows.length > 0,
  );
  await page.goto(freshServer.url);
  await page.getByRole("textbox", { name: "E-mail or user name" }).fill("olga");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Fleets" })).toBeVisible();

  await test.step("on the device's page", async () => {
    await page.goto(`${freshServer.url}/devices/${device!.uuid}`);
    await expect(page.getByRole("heading", { level: 1, name: device!.device_name })).toBeVisible();
    const main = page.getByRole("main");
    for (const name of [/^Identify/, /^Restart…/, /^Pin to release/, /^Open terminal/]) {
      const button = main.getByRole("button", { name }).first();
      await expect(button).toHaveAttribute("aria-disabled", "true");
      await expect(button).toHaveAccessibleDescription(REASON);
    }
    // Still reachable by keyboard, and a press does nothing.
    await main.getByRole("button", { name: /^Pin to release/ }).first().focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  await test.step("in the palette", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("restart services");
    const option = page.getByRole("option", { name: /Restart services of/ });
    await expect(option).toHaveAttribute("aria-disabled", "true");
    await expect(option).toContainText(REASON);
    await page.keyboard.press("Escape");
  });

  await test.step("over a selection", async () => {
    await page.goto(`${freshServer.url}/fleets/${device!.belongs_to__application.__id}/devices`);
    await page.getByRole("grid").getByRole("checkbox").first().click();
    const bar = page.getByRole("toolbar", { name: "Selected devices" });
    for (const name of [/^Restart…/, /^Pin release/, /^Tag…/]) {
      await expect(bar.getByRole("button", { name })).toHaveAttribute("aria-disabled", "true");
    }
    await bar.getByRole("button", { name: "More actions" }).click();
    await expect(page.getByRole("menuitem", { name: /Delete/ })).toHaveAttribute("aria-disabled", "true");
  });
});
