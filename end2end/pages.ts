// Every page of the dashboard, for those who visit them all: axe and the pictures.
import { type Page, expect } from "@playwright/test";
import { Api } from "./harness/api.ts";
import type { Server } from "./harness/server.ts";

export type Visit = {
  name: string;
  path: string;
  /** Waits until the page shows what it is for. */
  shown: (page: Page) => Promise<void>;
};

const heading = (page: Page) => expect(page.getByRole("heading", { level: 1 })).toBeVisible();
const settled = async (page: Page) => {
  await heading(page);
  // Skeletons say that they wait; a page is shown when none does.
  await expect(page.getByRole("main").locator("[aria-busy=true]")).toHaveCount(0);
};

/** The page before signing in. */
export const login: Visit = {
  name: "login",
  path: "/login",
  shown: (page) => expect(page.getByLabel("Password", { exact: true })).toBeVisible(),
};

/** The pages behind it, for a server whose demo devices have begun to report. */
export async function inside(server: Server): Promise<Visit[]> {
  const api = await Api.of(server);
  type Fleet = { id: number; app_name: string };
  type Device = { uuid: string };
  const [fleet] = await api.until<Fleet>("application?$select=id,app_name&$orderby=id", (rows) => rows.length > 0);
  const running = `device?$select=uuid&$filter=belongs_to__application eq ${fleet!.id} and overall_status eq 'operational'&$orderby=id`;
  const online = `device?$select=uuid&$filter=belongs_to__application eq ${fleet!.id} and is_online eq true&$orderby=id`;
  const devices = await api
    .until<Device>(running, (rows) => rows.length > 0, 60)
    .catch(() => api.until<Device>(online, (rows) => rows.length > 0, 30));
  const device = `/devices/${devices[0]!.uuid}`;
  const home = `/fleets/${fleet!.id}`;
  type Release = { id: number };
  const query = `release?$select=id&$filter=belongs_to__application eq ${fleet!.id}&$orderby=id`;
  const releases = await api.until<Release>(query, (rows) => rows.length > 1);
  const [older, newer] = releases.slice(-2);
  return [
    { name: "fleets", path: "/fleets", shown: settled },
    { name: "fleet", path: home, shown: settled },
    { name: "devices", path: `${home}/devices`, shown: settled },
    { name: "releases", path: `${home}/releases`, shown: settled },
    { name: "release", path: `${home}/releases/${newer!.id}`, shown: settled },
    { name: "compare", path: `${home}/releases/compare?from=${older!.id}&to=${newer!.id}`, shown: settled },
    { name: "variables", path: `${home}/variables`, shown: settled },
    { name: "configuration", path: `${home}/configuration`, shown: settled },
    { name: "provisioning", path: `${home}/provisioning`, shown: settled },
    { name: "fleet-settings", path: `${home}/settings`, shown: settled },
    { name: "device", path: device, shown: settled },
    {
      name: "logs",
      path: `${device}/logs`,
      shown: async (page) => {
        await settled(page);
        await expect(page.getByRole("log").first()).toContainText(/\S/);
      },
    },
    {
      name: "fleet-logs",
      path: `${home}/logs`,
      shown: async (page) => {
        await settled(page);
        await expect(page.getByRole("log").first()).toContainText(/\S/);
      },
    },
    {
      name: "terminal",
      path: `${device}/terminal?target=host`,
      shown: async (page) => {
        await settled(page);
        await expect(page.getByRole("textbox", { name: /terminal/i }).first()).toBeAttached();
      },
    },
    ...["variables", "configuration", "diagnostics", "history", "settings"].map((tab) => ({
      name: `device-${tab}`,
      path: `${device}/${tab}`,
      shown: settled,
    })),
    { name: "account", path: "/account", shown: settled },
    ...["sessions", "api-keys", "ssh-keys", "organizations"].map((tab) => ({
      name: `account-${tab}`,
      path: `/account/${tab}`,
      shown: settled,
    })),
    { name: "not-found", path: "/no/such/page", shown: heading },
  ];
}

export const themes = ["light", "dark"] as const;
