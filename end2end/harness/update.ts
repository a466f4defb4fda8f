// An update to watch: a device of the test's own in a demo fleet that has another release to go to.
import type { Locator } from "@playwright/test";
import { Api } from "./api.ts";
import { Device } from "./device.ts";
import type { Server } from "./server.ts";
import { type Page, expect, test } from "./test.ts";

/** Stays on its first release until it is told otherwise. */
export const FLEET = "greenhouse";
export const DEVICE = "first-light";
/** 4.7 MB of images take about 20 s. */
const RATE = 240_000;

export type Scene = { api: Api; device: Device; services: string[] };

/** Runs `act` with a device of the fleet that runs all its services, and sees the device off whatever happens. */
export async function withDevice(server: Server, act: (scene: Scene) => Promise<void>): Promise<void> {
  const api = await Api.of(server);
  type Fleet = { id: number; is_for__device_type: { slug: string }[]; service: { service_name: string }[] };
  const expand = "$expand=is_for__device_type($select=slug),service($select=service_name)";
  const [fleet] = await api.rows<Fleet>(`application?$select=id&${expand}&$filter=app_name eq '${FLEET}'`);
  const services = fleet!.service.map((service) => service.service_name);
  expect(services.length).toBeGreaterThanOrEqual(2);
  const key = await api.call<string>("POST", `/api-key/application/${fleet!.id}/provisioning`, {});
  const type = fleet!.is_for__device_type[0]!.slug;
  const device = await Device.join(server, { id: fleet!.id, type, key }, RATE);
  try {
    await api.until(`device?$select=id&$filter=uuid eq '${device.uuid}'`, (rows) => rows.length === 1);
    await api.call("PATCH", `/v7/device(uuid='${device.uuid}')`, { device_name: DEVICE });
    await operational(api, 90);
    await act({ api, device, services });
  } finally {
    await test.info().attach("device", { body: device.log(), contentType: "text/plain" });
    await device.forget();
  }
}

/** Waits until the API calls the device operational. */
export async function operational(api: Api, seconds: number): Promise<void> {
  const query = `device?$select=overall_status&$filter=device_name eq '${DEVICE}'`;
  await api.until<{ overall_status: string }>(query, ([row]) => row?.overall_status === "operational", seconds);
}

/** Waits until the device runs the release its fleet is pinned to, and all is well. */
export async function onTarget(api: Api, seconds: number): Promise<void> {
  type Row = { overall_status: string; is_running__release: { __id: number } | null; belongs_to__application: { should_be_running__release: { __id: number } }[] };
  const fleet = "$expand=belongs_to__application($select=should_be_running__release)";
  const query = `device?$select=overall_status,is_running__release&${fleet}&$filter=device_name eq '${DEVICE}'`;
  const arrived = ([row]: Row[]) =>
    row?.overall_status === "operational" &&
    row.is_running__release?.__id === row.belongs_to__application[0]?.should_be_running__release.__id;
  await api.until<Row>(query, arrived, seconds);
}

/** From the fleets' page: pins the fleet to the release that is not its target. */
export async function pinToTheOther(page: Page): Promise<void> {
  await page.getByRole("main").getByRole("link", { name: FLEET, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: FLEET })).toBeVisible();
  await page.getByRole("button", { name: /^Pin to release/ }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("option").filter({ hasNotText: "target now" }).first().click();
  await dialog.getByRole("button", { name: /^Pin / }).click();
  await expect(dialog).toBeHidden();
}

/** From a page of the fleet: opens the device. */
export async function openDevice(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Devices/ }).click();
  await page.getByRole("main").getByRole("link", { name: DEVICE, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: DEVICE })).toBeVisible();
}

/** The row of a service on the device's page. */
export function rowOf(page: Page, service: string): Locator {
  return page.getByRole("main").getByRole("row").filter({ has: page.getByRole("rowheader", { name: service, exact: true }) });
}

/** Reads every service's row until all run again; each distinct value once, percents as numbers, in the order seen. */
export async function followUpdate(page: Page, services: string[]): Promise<Map<string, (number | string)[]>> {
  const seen = new Map<string, (number | string)[]>(services.map((service) => [service, []]));
  const words = /Downloaded|Downloading|Installing|Installed|Starting|Running|Stopping|Stopped|Idle|Exited/;
  let moved = false;
  const end = Date.now() + 120_000;
  while (Date.now() < end) {
    for (const service of services) {
      const text = await rowOf(page, service).innerText();
      const percent = text.match(/Downloading (\d+) %/)?.[1];
      const now = percent ? Number(percent) : (text.match(words)?.[0] ?? text);
      const values = seen.get(service)!;
      if (values.at(-1) !== now) values.push(now);
      moved ||= percent !== undefined;
    }
    if (moved && services.every((service) => seen.get(service)!.at(-1) === "Running")) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not all services run: ${JSON.stringify([...seen])}`);
}

/** A line of a device's log as the API has it. */
export type Line = { sequence: number; timestamp: number; serviceId?: number; isSystem: boolean; message: string };

/** Every line that the platform has of the device, checked: numbered without a hole, none there twice. */
export async function wholeLog(api: Api): Promise<Line[]> {
  const [row] = await api.rows<{ uuid: string }>(`device?$select=uuid&$filter=device_name eq '${DEVICE}'`);
  const all = await api.call<Line[]>("GET", `/device/v2/${row!.uuid}/logs?count=1000&sequence=1`);
  const numbers = all.map((line) => line.sequence);
  expect(numbers).toEqual(numbers.map((_, index) => numbers[0]! + index));
  const times = new Map<string, number>();
  for (const line of all) {
    const same = JSON.stringify([line.timestamp, line.serviceId, line.message]);
    times.set(same, (times.get(same) ?? 0) + 1);
  }
  expect([...times].filter(([, count]) => count > 1)).toEqual([]);
  return all;
}
