// A log on a page as a reader has it: the rows that are drawn, the few controls that every test of it uses.
import type { Locator } from "@playwright/test";
import { Api } from "./api.ts";
import { Server } from "./server.ts";
import { type Page, expect, test as base, signIn } from "./test.ts";
import { Writer, type Written } from "./writer.ts";

export { expect, signIn };
export type { Page };

/** A fleet of the demo world with two services. */
export const FLEET = "river-gauges";
/** Lines that are kept of each device. */
export const KEPT = 20_000;

export type Row = {
  time: string;
  /** Empty where the log is of one device. */
  device: string;
  source: string;
  text: string;
  isMarked: boolean;
  /** px from the upper edge of the log's box. */
  top: number;
  height: number;
};

type Quiet = { server: Server; api: Api };

/** `test` with one server for a file: the demo world's fleets without a device, so that only the test's own devices write. */
export const test = base.extend<object, { quiet: Quiet }>({
  quiet: [
    async ({}, use) => {
      const server = await Server.fresh(["--demo-devices", "0", "--log-lines", String(KEPT)]);
      await use({ server, api: await Api.of(server) });
      await server.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
});

/** A device of the test's own. */
export const join = ({ server, api }: Quiet, name: string): Promise<Writer> => Writer.join(server, api, FLEET, name);

/** Numbered lines a second apart that end now, by the services in turn: `reading 17 of 40`. */
export function readings(count: number, services: string[], word = "reading"): Written[] {
  const end = Date.now();
  return Array.from({ length: count }, (_, index) => ({
    text: `${word} ${index + 1} of ${count}`,
    service: services[index % services.length]!,
    at: end - (count - index) * 1_000,
  }));
}

export class LogPage {
  readonly page: Page;
  readonly log: Locator;

  constructor(page: Page) {
    this.page = page;
    this.log = page.getByRole("log");
  }

  /** Signs in and opens a device's log; `query` is the part of the address after `?`. */
  static async open(page: Page, server: Server, device: Writer, query = ""): Promise<LogPage> {
    await signIn(page, server);
    return LogPage.visit(page, server, device, query);
  }

  /** The same, already signed in. */
  static async visit(page: Page, server: Server, device: Writer, query = ""): Promise<LogPage> {
    await page.goto(`${server.url}/devices/${device.uuid}/logs${query ? `?${query}` : ""}`);
    await expect(page.getByRole("heading", { level: 1, name: device.name })).toBeVisible();
    return new LogPage(page);
  }

  /** The rows that are drawn, oldest first, also those just beyond the log's edges. */
  rows(): Promise<Row[]> {
    return this.log.evaluate((log) => {
      const edge = log.getBoundingClientRect().top;
      const text = (element: Element | undefined | null) => element?.textContent ?? "";
      return [...log.querySelectorAll("time")].map((time) => {
        const row = time.parentElement!;
        const after = [...row.children].slice([...row.children].indexOf(time) + 1);
        const box = row.getBoundingClientRect();
        return {
          time: text(time),
          device: after.length > 2 ? text(after[0]) : "",
          source: text(after.at(-2)),
          text: text(after.at(-1)),
          isMarked: row.getAttribute("aria-current") === "true",
          top: box.top - edge,
          height: box.height,
        };
      });
    });
  }

  /** Those that are at least half in sight. */
  async seen(): Promise<Row[]> {
    const high = await this.log.evaluate((log) => log.clientHeight);
    return (await this.rows()).filter((row) => row.top + row.height / 2 >= 0 && row.top + row.height / 2 <= high);
  }

  texts = async (): Promise<string[]> => (await this.rows()).map((row) => row.text);

  /** Waits until the last row drawn has this text. */
  async ends(text: string | RegExp): Promise<void> {
    await expect.poll(async () => (await this.texts()).at(-1) ?? "").toMatch(typeof text === "string" ? new RegExp(`^${text}$`) : text);
  }

  row(text: string): Locator {
    return this.log.getByText(text, { exact: true });
  }

  /** Waits until the newest lines are followed. A device without a link is not live, so the foot does not say it. */
  follows = (): Promise<void> => expect(this.page.getByRole("button", { name: /^Pause/ })).toBeVisible();

  /** Waits until it is held still. */
  pauses = (): Promise<void> => expect(this.page.getByRole("button", { name: /^Follow/ })).toBeVisible();

  pause = async (): Promise<void> => {
    await this.page.getByRole("button", { name: /^Pause/ }).click();
    await this.pauses();
  };

  search = (): Locator => this.page.getByRole("searchbox", { name: "Search the log" });

  count = (): Locator => this.page.getByRole("search").getByRole("status");

  /** The address's value of a key; null without. */
  asked = (key: string): string | null => new URL(this.page.url()).searchParams.get(key);

  /** Chooses from the menu of the log. */
  async choose(name: string | RegExp): Promise<void> {
    await this.page.getByRole("button", { name: /^More for the log of/ }).click();
    // What is on or off says so after its name.
    const wanted = typeof name === "string" ? new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}( ?o(n|ff))?$`) : name;
    await this.page.getByRole("menuitem", { name: wanted }).click();
  }
}
