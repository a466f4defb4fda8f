// A device's health: checks run on its host by its own shell, a stopped service found, the report, the supervisor's state.
import { Api } from "../harness/api.ts";
import { expect, findings, signIn, test } from "../harness/test.ts";

type Device = { uuid: string; device_name: string; is_connected_to_vpn: boolean; belongs_to__application: { __id: number } };
type Install = { installs__image: { is_a_build_of__service: { service_name: string }[] }[] };

test("health checks tell evidence, and a stopped service fails", async ({ page, freshServer }) => {
  test.setTimeout(180_000);
  await signIn(page, freshServer);
  const api = await Api.of(freshServer);
  const query = "device?$select=uuid,device_name,is_connected_to_vpn,belongs_to__application&$filter=is_connected_to_vpn%20eq%20true&$orderby=device_name&$top=1";
  const [device] = await api.until<Device>(query, (rows) => rows.length > 0);
  const running = `image_install?$select=id&$filter=device/any(d:d/uuid%20eq%20'${device!.uuid}')%20and%20status%20eq%20'Running'&$expand=installs__image($select=id;$expand=is_a_build_of__service($select=service_name))`;
  const installs = await api.until<Install>(running, (rows) => rows.length > 0);
  const service = installs[0]!.installs__image[0]!.is_a_build_of__service[0]!.service_name;

  await page.goto(`${freshServer.url}/devices/${device!.uuid}/diagnostics`);
  const table = page.getByRole("table", { name: "Health checks" });
  const row = (name: string) => table.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  await expect(row("Memory")).toContainText("Not run");

  await test.step("all pass or say why they cannot tell", async () => {
    await page.getByRole("button", { name: "Run checks" }).click();
    await expect(page.getByRole("button", { name: "Run again" })).toBeVisible({ timeout: 60_000 });
    await expect(row("balenaOS version")).toContainText(/Passed.*balenaOS \d+\.\d+/s);
    await expect(row("Memory")).toContainText(/(Passed|Failed).*\d+ % of \d+ MB in use/s);
    await expect(row("Supervisor")).toContainText(/Passed.*healthy/s);
    await expect(row("API reachable")).toContainText(/Passed.*answers/s);
    await expect(row("Clock")).toContainText(/Passed.*server's clock/s);
    await expect(row("Services running")).toContainText(/Passed.*all \d+ run/s);
    // A virtual device has no second system: not known is not passed.
    await expect(row("OS rollback")).toContainText("Unknown");
    expect(await findings(page)).toEqual([]);
  });

  await test.step("a stopped service fails, with its name and what to do", async () => {
    const path = `/supervisor/v2/applications/${device!.belongs_to__application.__id}/stop-service`;
    await api.call("POST", path, { uuid: device!.uuid, data: { serviceName: service, force: true } });
    await expect(async () => {
      await page.getByRole("button", { name: "Run again" }).click();
      await expect(page.getByRole("button", { name: "Run again" })).toBeVisible({ timeout: 60_000 });
      await expect(row("Services running")).toContainText("Failed", { timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    await expect(row("Services running")).toContainText(service);
    await expect(row("Services running")).toContainText(/Start it on the device's summary/);
  });

  await test.step("the supervisor's state differs from its target", async () => {
    await page.getByRole("button", { name: "Read again" }).click();
    const state = page.getByRole("region", { name: "Supervisor state", exact: true });
    await expect(state.getByText("state running").first()).toBeVisible({ timeout: 20_000 });
    await expect(state.getByText(/state (stopped|exited)/).first()).toBeVisible();
    await state.getByRole("radio", { name: "Target" }).check({ force: true });
    await expect(state.getByText(/"releases"/).first()).toBeVisible();
  });

  await test.step("the report is text to take away, without a secret", async () => {
    await page.getByRole("button", { name: "Make report" }).click();
    const report = page.getByRole("region", { name: "Report" });
    await expect(report.getByRole("button", { name: "Make again" })).toBeVisible({ timeout: 60_000 });
    for (const section of ["BALENA", "HARDWARE", "NETWORK", "OS", "SUPERVISOR", "TIME"]) {
      await expect(report).toContainText(`==== ${section} ====`);
    }
    const download = page.waitForEvent("download");
    await report.getByRole("button", { name: "Download the report" }).click();
    expect((await download).suggestedFilename()).toBe(`${device!.device_name}-diagnostics.txt`);
  });
});
