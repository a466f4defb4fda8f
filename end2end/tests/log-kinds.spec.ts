// Kinds of messages: beside a fleet's log, hidden and shown alone by the address, and those that came with a release.
import { Api } from "../harness/api.ts";
import type { Server } from "../harness/server.ts";
import { type Page, expect, findings, signIn, test } from "../harness/test.ts";

type Fleet = { id: number };

async function fleetOf(server: Server, name: string): Promise<{ api: Api; fleet: number }> {
  const api = await Api.of(server);
  const [fleet] = await api.until<Fleet>(`application?$select=id&$filter=app_name eq '${name}'`, (rows) => rows.length === 1);
  return { api, fleet: fleet!.id };
}

const messages = async (page: Page) => (await page.getByRole("log").locator(".m").allInnerTexts()).map((text) => text.trim());

test("kinds of messages are listed, shown alone and hidden, and lead to their devices", async ({ page, server }) => {
  test.setTimeout(180_000);
  const { fleet } = await fleetOf(server, "river-gauges");
  await page.setViewportSize({ width: 1440, height: 900 });
  await signIn(page, server);
  await page.goto(new URL(`/fleets/${fleet}/logs`, server.url).href);
  const kinds = page.getByRole("region", { name: "Message kinds" });
  const kind = (text: RegExp) => kinds.getByRole("list", { name: "Kinds of messages" }).getByRole("listitem").filter({ hasText: text });
  const chip = page.getByRole("button", { name: /^Remove filter/ });

  await test.step("they are counted, with their lines and devices", async () => {
    await expect(kind(/INFO reading/)).toContainText(/\d lines · [2-9] devices/, { timeout: 90_000 });
    await expect(kinds).toContainText(/\d+ in [\d,]+ lines/);
    // JSON lines are known by what they say.
    await expect(kind(/^Only the kind batch sent/)).toBeVisible({ timeout: 60_000 });
    expect(await findings(page)).toEqual([]);
  });

  await test.step("one is shown alone, and the address says which", async () => {
    await kind(/INFO reading/).getByRole("button", { name: /^Only the kind/ }).click();
    await expect(page).toHaveURL(/[?&]like=INFO%20reading/);
    await expect(chip).toHaveAccessibleName(/only the kind.*INFO reading …/);
    await expect.poll(async () => (await messages(page)).length > 0 && (await messages(page)).every((text) => text.includes("reading n="))).toBe(true);
    await expect(kinds.getByRole("listitem")).toHaveCount(1);
    await page.reload();
    await expect(chip).toHaveAccessibleName(/INFO reading …/);
    await expect.poll(async () => (await messages(page)).length > 0 && (await messages(page)).every((text) => text.includes("reading n=")), { timeout: 30_000 }).toBe(true);
  });

  await test.step("its devices, each with a log of its own", async () => {
    await kind(/INFO reading/).getByRole("button", { name: /^More for the kind/ }).click();
    await page.getByRole("menuitem", { name: "Show its devices…" }).click();
    const device = page.getByRole("dialog").getByRole("list", { name: "Devices" }).getByRole("listitem").first();
    await expect(device).toContainText(/\d+ lines?/);
    await expect(device.getByRole("link")).toHaveAttribute("href", /^\/devices\/[0-9a-f]{32}\/logs\?like=INFO%20reading/);
    await page.keyboard.press("Escape");
  });

  await test.step("one is hidden instead", async () => {
    await chip.click();
    await expect(page).not.toHaveURL(/like=/);
    await kind(/^Only the kind batch sent/).getByRole("button", { name: /^More for the kind/ }).click();
    await page.getByRole("menuitem", { name: "Hide this kind" }).click();
    await expect(page).toHaveURL(/[?&]notlike=%22msg%22:%20batch%20sent/);
    await expect.poll(async () => (await messages(page)).some((text) => text.includes("batch sent"))).toBe(false);
    await expect(kind(/^Only the kind batch sent/)).toHaveCount(0);
    await chip.click();
  });

  await test.step("H hides the kind of the marked line", async () => {
    await page.getByRole("button", { name: /^Pause/ }).click();
    await page.getByRole("log").locator(".m").filter({ hasText: "reading n=" }).last().click();
    await page.keyboard.press("h");
    await expect(page).toHaveURL(/[?&]notlike=INFO%20reading/);
    await expect.poll(async () => (await messages(page)).some((text) => text.includes("INFO  reading n="))).toBe(false);
  });

  await test.step("on a phone they stand under the log, when they are asked for", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(new URL(`/fleets/${fleet}/logs`, server.url).href);
    await expect(page.getByRole("log")).toContainText(/\S/);
    await expect(kinds).toHaveCount(0);
    await page.getByRole("button", { name: /^More for the log/ }).click();
    await page.getByRole("menuitem", { name: "Kinds of messages" }).click();
    await expect(kind(/INFO reading/)).toBeVisible({ timeout: 30_000 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await findings(page)).toEqual([]);
  });
});

test("a release's page names the kinds of messages that only it writes", async ({ page, freshServer }) => {
  test.setTimeout(300_000);
  const { api, fleet } = await fleetOf(freshServer, "greenhouse");
  type Release = { id: number };
  const query = `release?$select=id&$filter=belongs_to__application eq ${fleet} and status eq 'success'&$orderby=id asc`;
  const [older, newer] = await api.until<Release>(query, (rows) => rows.length >= 2);
  const runs = (release: Release) => `device?$select=id&$filter=belongs_to__application eq ${fleet} and is_running__release eq ${release.id}`;
  await api.until(runs(older!), (rows) => rows.length >= 4, 120);
  await api.call("PATCH", `/v7/application(${fleet})`, { should_be_running__release: newer!.id });
  await api.until(runs(newer!), (rows) => rows.length >= 2, 150);

  await signIn(page, freshServer);
  await page.goto(new URL(`/fleets/${fleet}/releases/${newer!.id}`, freshServer.url).href);
  const card = page.getByRole("region", { name: "New kinds of messages" });
  const list = card.getByRole("list", { name: "New kinds of messages" });
  await card.getByRole("button", { name: "Look at the logs of its devices" }).click();
  const news = list.getByRole("listitem").filter({ hasText: "climate: Night ventilation; the panel shows the last … hours." });
  await expect(news).toContainText(/\d+ lines? · \d devices?/, { timeout: 60_000 });
  await expect(card).toContainText(/\d+ new kinds in \d+ lines of [2-8] devices/, { timeout: 30_000 });
  await expect(card).toContainText("since it began to install this release");
  // What both releases write did not come with it.
  await expect(list).not.toContainText("INFO reading");
  expect(await findings(page)).toEqual([]);
  await news.getByRole("button", { name: /^Devices…/ }).click();
  await expect(page.getByRole("dialog").getByRole("listitem").first().getByRole("link")).toHaveAttribute("href", /\/logs\?like=climate:/);
  await page.keyboard.press("Escape");
  await news.getByRole("link", { name: /^Show its lines/ }).click();
  await expect(page).toHaveURL(new RegExp(`/fleets/${fleet}/logs\\?q=release_id:${newer!.id}&like=climate`));
  await expect.poll(async () => (await messages(page)).filter((text) => text.includes("Night ventilation")).length, { timeout: 60_000 }).toBeGreaterThan(0);

  // Beside the fleet's log it bears the target's version.
  await page.goto(new URL(`/fleets/${fleet}/logs`, freshServer.url).href);
  const kinds = page.getByRole("region", { name: "Message kinds" });
  await kinds.getByRole("radio", { name: "Newest" }).click();
  const kind = kinds.getByRole("listitem").filter({ hasText: "climate: Night ventilation" });
  await expect(kind).toContainText("new in 2.1.0", { timeout: 60_000 });
  await expect(kinds.getByRole("listitem").filter({ hasText: "INFO reading" })).not.toContainText("new in");

  await page.goto(new URL(`/fleets/${fleet}/releases/${older!.id}`, freshServer.url).href);
  await card.getByRole("button", { name: "Look at the logs of its devices" }).click();
  await expect(card).toContainText(/No device runs this release\.|There is nothing to compare with|No new kinds/, { timeout: 60_000 });
});
