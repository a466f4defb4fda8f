// Variables: the table of levels agrees with what containers get; editing in place, pasting with a diff, bad input, others' edits.
import { Api } from "../harness/api.ts";
import { type Page, expect, signIn, test } from "../harness/test.ts";
import type { Server } from "../harness/server.ts";

type Row = { id: number; uuid: string; device_name: string; belongs_to__application: { id: number; uuid: string; app_name: string }[] };
type Install = { id: number; installs__service: { id: number; service_name: string }[] };

/** A device that runs something, with its fleet and the services installed on it. */
async function scene(server: Server) {
  const api = await Api.of(server);
  const fleet = "$expand=belongs_to__application($select=id,uuid,app_name)";
  const running = `device?$select=id,uuid,device_name&${fleet}&$filter=is_running__release ne null and is_connected_to_vpn eq true&$top=1`;
  const [device] = await api.until<Row>(running, (rows) => rows.length === 1, 90);
  const installs = await api.until<Install>(
    `service_install?$select=id&$expand=installs__service($select=id,service_name)&$filter=device eq ${device!.id}&$orderby=id asc`,
    (rows) => rows.length >= 2,
  );
  const of = device!.belongs_to__application[0]!;
  const [first, second] = installs;
  return { api, device: device!, fleet: of, first: first!, second: second! };
}

/** What the device is told that a service's environment is. */
async function environment(api: Api, uuid: string, fleet: string, service: string): Promise<Record<string, string>> {
  type State = Record<string, { apps: Record<string, { releases: Record<string, { services: Record<string, { environment: Record<string, string> }> }> }> }>;
  const state = await api.call<State>("GET", `/device/v3/${uuid}/state`);
  const release = Object.values(state[uuid]!.apps[fleet]!.releases)[0]!;
  return release.services[service]!.environment;
}

const line = (page: Page, name: string, service: string) =>
  page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) }).filter({ hasText: service });

test("four levels, and the one that wins is what the container gets; edit in place, others' edits", async ({ page, server }) => {
  test.setTimeout(180_000);
  const { api, device, fleet, first, second } = await scene(server);
  const service = first.installs__service[0]!;
  const other = second.installs__service[0]!;
  const make = (resource: string, body: object) => api.call("POST", `/v7/${resource}`, body);
  await make("application_environment_variable", { application: fleet.id, name: "LEVEL", value: "1-fleet" });
  await make("service_environment_variable", { service: service.id, name: "LEVEL", value: "2-fleet-service" });
  await make("device_environment_variable", { device: device.id, name: "LEVEL", value: "3-device" });
  await make("device_service_environment_variable", { service_install: first.id, name: "LEVEL", value: "4-device-service" });

  await signIn(page, server);
  await page.goto(new URL(`/devices/${device.uuid}/variables`, server.url).href);
  const own = line(page, "LEVEL", service.service_name);
  const others = line(page, "LEVEL", "Other services");

  await test.step("the table and the target state say the same for both services", async () => {
    await expect(own.getByRole("cell").nth(1)).toHaveText("4-device-service");
    await expect(others.getByRole("cell").nth(1)).toHaveText("3-device");
    for (const lost of ["1-fleet", "2-fleet-service", "3-device"]) {
      await expect(own.getByRole("cell", { name: `${lost} , overridden` }).or(own.locator("td", { hasText: `${lost}, overridden` })).first()).toBeVisible();
    }
    expect((await environment(api, device.uuid, fleet.uuid, service.service_name)).LEVEL).toBe("4-device-service");
    expect((await environment(api, device.uuid, fleet.uuid, other.service_name)).LEVEL).toBe("3-device");
  });

  await test.step("edit in place: bad input is said and kept, then saved", async () => {
    await own.getByRole("button", { name: "Edit LEVEL" }).click();
    const field = page.getByRole("textbox", { name: "Value of LEVEL" });
    await expect(field).toBeFocused();
    await expect(page.getByText(`Restarts ${service.service_name} on this device.`)).toBeVisible();
    await field.fill("x".repeat(100_001));
    await expect(page.getByText("A value has at most 100,000 characters.").first()).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(field).toHaveValue("x".repeat(100_001));
    await field.fill("5-edited");
    await page.keyboard.press("Enter");
    await expect(field).toBeHidden();
    await expect(own.getByRole("cell").nth(1)).toHaveText("5-edited");
    await expect(own.getByRole("button", { name: "Edit LEVEL" })).toBeFocused();
    expect((await environment(api, device.uuid, fleet.uuid, service.service_name)).LEVEL).toBe("5-edited");
  });

  await test.step("somebody else's edit is told while one edits", async () => {
    await own.getByRole("button", { name: "Edit LEVEL" }).click();
    const field = page.getByRole("textbox", { name: "Value of LEVEL" });
    await field.fill("mine");
    await api.call("PATCH", `/v7/device_service_environment_variable?$filter=service_install eq ${first.id} and name eq 'LEVEL'`, { value: "theirs" });
    await expect(page.getByText("Meanwhile somebody else set it to “theirs”.")).toBeVisible();
    await expect(field).toHaveValue("mine");
    await page.getByRole("button", { name: "Take theirs" }).click();
    await expect(field).toHaveValue("theirs");
    await page.keyboard.press("Escape");
    await expect(field).toBeHidden();
  });

  await test.step("deleting says what the container sees then", async () => {
    await own.getByRole("button", { name: "More for LEVEL" }).click();
    await page.getByRole("menuitem", { name: `Delete from this device, ${service.service_name}…` }).click();
    const question = page.getByRole("dialog");
    await expect(question).toContainText("“3-device”");
    await question.getByRole("button", { name: "Delete LEVEL" }).click();
    await expect(line(page, "LEVEL", service.service_name).getByRole("cell").nth(1)).toHaveText("3-device");
    expect((await environment(api, device.uuid, fleet.uuid, service.service_name)).LEVEL).toBe("3-device");
  });

  await test.step("define fleet-wide", async () => {
    await others.getByRole("button", { name: "More for LEVEL" }).click();
    await page.getByRole("menuitem", { name: "Define fleet-wide…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Define LEVEL fleet-wide" }).click();
    await api.until<{ value: string }>(`application_environment_variable?$select=value&$filter=application eq ${fleet.id} and name eq 'LEVEL'`, ([row]) => row?.value === "3-device");
    await api.until(`device_environment_variable?$select=id&$filter=device eq ${device.id} and name eq 'LEVEL'`, (rows) => rows.length === 0);
  });
});

test("a .env is pasted over a fleet with a diff, errors at their lines, and devices that override are counted", async ({ page, server }) => {
  test.setTimeout(180_000);
  const { api, device, fleet } = await scene(server);
  await api.call("POST", "/v7/application_environment_variable", { application: fleet.id, name: "PASTED", value: "old" });
  await api.call("POST", "/v7/application_environment_variable", { application: fleet.id, name: "SAME", value: "same" });
  await api.call("POST", "/v7/device_environment_variable", { device: device.id, name: "PASTED", value: "own" });
  await signIn(page, server);
  await page.goto(new URL(`/fleets/${fleet.id}/variables`, server.url).href);
  await page.getByRole("button", { name: "Paste .env…" }).click();
  const sheet = page.getByRole("dialog", { name: `Paste variables over ${fleet.app_name}` });
  const text = "# from the bench\nexport PASTED='new one'\nSAME=same\nno equals here\nBALENA_X=1\nAPI_TOKEN=\"a b\"\n";
  await sheet.getByRole("textbox").fill(text);
  await expect(sheet.getByText("1 added, 1 changed, 1 the same, 0 removed")).toBeVisible();
  await expect(sheet.getByText("Line 4: There is no = in this line")).toBeVisible();
  await expect(sheet.getByText("Line 5: BALENA_X: Environment variables beginning with RESIN_, BALENA_ are reserved.")).toBeVisible();
  await expect(sheet.getByRole("textbox")).toHaveValue(text);
  const diff = sheet.getByRole("table", { name: "What would change" });
  await expect(diff.getByRole("row").filter({ hasText: "PASTED" })).toContainText("old");
  await expect(diff.getByRole("row").filter({ hasText: "PASTED" })).toContainText("new one");
  await expect(diff.getByRole("row").filter({ hasText: "API_TOKEN" })).toContainText("••••");
  await sheet.getByRole("button", { name: "Apply 2 changes" }).click();
  await expect(sheet.getByText("Done: 2 of 2 written, 0 failed").first()).toBeVisible();
  await sheet.getByRole("button", { name: "Close" }).last().click();
  await expect(line(page, "PASTED", "All services").getByRole("cell").nth(1)).toHaveText("new one");
  const rows = await api.rows<{ name: string; value: string }>(`application_environment_variable?$select=name,value&$filter=application eq ${fleet.id}`);
  expect(Object.fromEntries(rows.map((row) => [row.name, row.value]))).toMatchObject({ PASTED: "new one", SAME: "same", API_TOKEN: "a b" });

  await test.step("who overrides it", async () => {
    await page.getByRole("button", { name: /^Devices that override PASTED/ }).click();
    await expect(page.getByRole("dialog").getByRole("link", { name: device.device_name })).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("adding: the server's rules at the field, and the text stays", async () => {
    await page.getByRole("button", { name: "Add variable" }).click();
    const form = page.getByRole("region", { name: "Add a variable" });
    await form.getByRole("textbox", { name: "Name" }).fill("1BAD");
    await form.getByRole("textbox", { name: "Value" }).fill("kept");
    await expect(form.getByText("Environment variable names can only contain alphanumeric characters and underscores.").first()).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(form.getByRole("textbox", { name: "Value" })).toHaveValue("kept");
    await form.getByRole("textbox", { name: "Name" }).fill("GOOD");
    await form.getByRole("button", { name: "Add" }).click();
    await expect(line(page, "GOOD", "All services").getByRole("cell").nth(1)).toHaveText("kept");
  });
});

test("configuration says what reboots, checks at the field, and lays the device's value over the fleet's", async ({ page, server }) => {
  test.setTimeout(180_000);
  const { api, device, fleet } = await scene(server);
  await signIn(page, server);
  const item = (title: string) => page.getByRole("listitem").filter({ has: page.getByText(title, { exact: true }) }).first();
  await page.goto(new URL(`/fleets/${fleet.id}/configuration`, server.url).href);
  const poll = item("Supervisor poll interval");
  await poll.getByRole("button", { name: /^Activate/ }).click();
  await poll.getByRole("spinbutton").fill("5");
  await expect(poll.getByText(/It is at least/).first()).toBeVisible();
  await poll.getByRole("spinbutton").fill("90000");
  await poll.getByRole("button", { name: "Save" }).click();
  await expect(poll.getByText("90000")).toBeVisible();
  await expect(item("Supervisor persistent logging").getByText("will reboot", { exact: true })).toBeVisible();

  await page.goto(new URL(`/devices/${device.uuid}/configuration`, server.url).href);
  const own = item("Supervisor poll interval");
  await expect(own).toContainText("Fleet90000");
  await own.getByRole("button", { name: /^Activate/ }).click();
  await own.getByRole("spinbutton").fill("120000");
  await own.getByRole("button", { name: "Show as API call, SDK and CLI" }).click();
  await expect(page.getByRole("dialog")).toContainText(`--device ${device.uuid}`);
  await page.keyboard.press("Escape");
  await own.getByRole("button", { name: "Save" }).click();
  await expect(own.getByText("120000")).toBeVisible();
  type State = Record<string, { config: Record<string, string> }>;
  const told = async () => (await api.call<State>("GET", `/device/v3/${device.uuid}/state`))[device.uuid]!.config.RESIN_SUPERVISOR_POLL_INTERVAL;
  expect(await told()).toBe("120000");
  await own.getByRole("button", { name: /^Deactivate/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^Deactivate/ }).click();
  await expect(own.getByText("Not set here")).toBeVisible();
  expect(await told()).toBe("90000");

  await test.step("custom configuration has its own prefix", async () => {
    await page.getByRole("button", { name: "Add custom configuration" }).click();
    const form = page.getByRole("region", { name: "Add custom configuration" });
    await form.getByRole("textbox", { name: "Name" }).fill("MY_OWN");
    await expect(form.getByText(/must be part of one of the following namespaces/).first()).toBeVisible();
    await form.getByRole("textbox", { name: "Name" }).fill("BALENA_MY_OWN");
    await form.getByRole("textbox", { name: "Value" }).fill("1");
    await form.getByRole("button", { name: "Add" }).click();
    await expect(item("My own")).toContainText("custom");
  });
});
