// Releases: found, read, annotated, finalised, withdrawn, compared, their files sent and fetched, taken away.
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Api } from "../harness/api.ts";
import type { Server } from "../harness/server.ts";
import { type Page, expect, findings, signIn, test } from "../harness/test.ts";

const HOSTILE = '<img src=x onerror="document.title=1"> \u202Egnp.exe & "quotes" 🚀';

type Release = { id: number; raw_version: string; commit: string };
type Scene = { api: Api; fleet: number; older: Release; newer: Release };

/** The demo fleet that follows its newest release, once its releases are there. */
async function scene(server: Server, name: string): Promise<Scene> {
  const api = await Api.of(server);
  const [fleet] = await api.until<{ id: number }>(`application?$select=id&$filter=app_name eq '${name}'`, (rows) => rows.length === 1);
  const query = `release?$select=id,raw_version,commit&$filter=belongs_to__application eq ${fleet!.id} and status eq 'success'&$orderby=id asc`;
  const releases = await api.until<Release>(query, (rows) => rows.length >= 2);
  return { api, fleet: fleet!.id, older: releases[0]!, newer: releases[1]! };
}

/** A release made through the API as `balena deploy --draft` makes one, without images. */
async function draft({ api, fleet }: Scene, semver: string): Promise<Release> {
  const fields = {
    belongs_to__application: fleet, commit: randomBytes(16).toString("hex"), status: "success", source: "local", semver,
    is_final: false, composition: { version: "2.1", services: {} }, start_timestamp: Date.now(), end_timestamp: Date.now() + 61_000,
  };
  return api.call<Release>("POST", "/v7/release", fields);
}

async function confirm(page: Page, action: string | RegExp, says: string | RegExp): Promise<void> {
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(says);
  await dialog.getByRole("button", { name: action }).click();
  await expect(dialog).toBeHidden();
}

const rowOf = (page: Page, version: string) =>
  page.getByRole("grid", { name: "Releases" }).getByRole("row").filter({ has: page.getByRole("link", { name: version, exact: true }) });

test("the list narrows by its address, and leads to devices, a release and a comparison", async ({ page, freshServer }) => {
  test.setTimeout(180_000);
  const here = await scene(freshServer, "river-gauges");
  const { fleet, older, newer } = here;
  const made = await draft(here, "9.0.0");
  await signIn(page, freshServer);
  await page.goto(new URL(`/fleets/${fleet}/releases`, freshServer.url).href);
  await expect(rowOf(page, newer.raw_version)).toContainText("fleet target");
  await expect(page.getByRole("row")).toHaveCount(4);

  await page.getByRole("searchbox", { name: "Filter releases" }).fill(older.raw_version);
  await expect(page).toHaveURL(new RegExp(`q=${older.raw_version}`));
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("searchbox", { name: "Filter releases" }).fill("");
  await page.getByRole("search").getByRole("button", { name: /^Draft/ }).click();
  await expect(page).toHaveURL(/state=draft/);
  await expect(rowOf(page, made.raw_version)).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.goto(new URL(`/fleets/${fleet}/releases?q=nothing-like-it`, freshServer.url).href);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page.getByRole("row")).toHaveCount(4);

  await page.getByRole("columnheader", { name: "Release" }).getByRole("button").click();
  await expect(page).toHaveURL(/sort=version/);
  await page.getByRole("button", { name: "Columns", exact: true }).click();
  await page.getByRole("checkbox", { name: "Tags" }).check();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/columns=.*tags/);
  await expect(page.getByRole("columnheader", { name: "Tags" })).toBeVisible();

  await rowOf(page, older.raw_version).getByRole("checkbox").check();
  await expect(page.getByRole("button", { name: "Compare" })).toHaveAttribute("aria-disabled", "true");
  await rowOf(page, newer.raw_version).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page).toHaveURL(new RegExp(`compare\\?from=${older.id}&to=${newer.id}`));
  await expect(page.getByText(`A device that goes from ${older.raw_version} to ${newer.raw_version} restarts`)).toBeVisible();
  const uplink = page.getByRole("region", { name: "uplink" });
  await expect(uplink).toContainText("New image");
  await expect(uplink.getByRole("row").filter({ hasText: "Digest" })).toBeVisible();
  const batch = uplink.getByRole("row").filter({ hasText: "BATCH" });
  await expect(batch).toContainText("50");
  await page.getByRole("radio", { name: "Side by side" }).click();
  await expect(page.getByRole("region", { name: /^Composition of/ })).toContainText('BATCH: "50"');
  expect(await findings(page)).toEqual([]);

  await page.goto(new URL(`/fleets/${fleet}/releases`, freshServer.url).href);
  const running = rowOf(page, newer.raw_version).getByRole("link", { name: /devices on/ });
  await expect(running).toHaveText(/^[1-9]/, { timeout: 90_000 });
  await running.click();
  await expect(page).toHaveURL(new RegExp(`/fleets/${fleet}/devices\\?.*release`));
});

test("a release's page: composition, build log, words, files, final, withdrawn, pinned, gone", async ({ page, freshServer }) => {
  test.setTimeout(240_000);
  const here = await scene(freshServer, "river-gauges");
  const { api, fleet, older, newer } = here;
  const at = (path: string) => new URL(`/fleets/${fleet}/releases/${path}`, freshServer.url).href;
  await signIn(page, freshServer);
  const main = page.getByRole("main");
  const tab = (name: string | RegExp) => page.getByRole("tab", { name }).click();

  await test.step("what it is made of, and how it was built", async () => {
    await page.goto(at(String(newer.id)));
    await expect(page.getByRole("heading", { level: 1, name: newer.raw_version })).toBeVisible();
    await expect(main.getByRole("row").filter({ hasText: "uplink" })).toContainText(/MB/);
    await main.getByRole("button", { name: "Dockerfile of uplink" }).click();
    await expect(page.getByRole("dialog")).toContainText("FROM scratch");
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await tab("Composition");
    await expect(page.getByRole("region", { name: "docker-compose.yml" }).last()).toContainText("shared:/shared");
    const download = page.waitForEvent("download");
    await main.getByRole("button", { name: "Download docker-compose.yml" }).click();
    expect(await readFile(await (await download).path(), "utf8")).toContain('BATCH: "50"');
    await tab("Build log");
    const log = main.getByRole("region", { name: "Build log" });
    await expect(log).toContainText("Successfully created release");
    await main.getByRole("searchbox", { name: "Filter the log" }).fill("uploading");
    await expect(log).not.toContainText("Successfully created");
    await page.goto(at(`${newer.id}`));
    await main.getByRole("link", { name: "Build log of uplink" }).click();
    await expect(page).toHaveURL(/log\?image=\d+/);
    await expect(log).toContainText("Step 1/4");
    expect(await findings(page)).toEqual([]);
  });

  await test.step("words and tags are kept, and stay text", async () => {
    await page.goto(at(String(newer.id)));
    for (const words of ["note", "known issues"]) {
      await main.getByRole("button", { name: `Edit the ${words}` }).click();
      await main.getByRole("textbox", { name: words }).fill(HOSTILE);
      await page.keyboard.press("Control+Enter");
      await expect(main.getByRole("button", { name: `Edit the ${words}` })).toBeVisible();
    }
    await main.getByRole("button", { name: "Edit the tags" }).click();
    await page.getByRole("textbox", { name: "Key" }).fill("track");
    await page.getByRole("textbox", { name: "Value" }).fill("<b>beta</b>");
    await page.getByRole("button", { name: "Add tag" }).click();
    await expect(page.getByRole("list", { name: "Tags" })).toContainText("track");
    await page.getByRole("button", { name: "Done" }).click();
    await page.reload();
    // The note stands in the head, too.
    await expect(main.getByText(HOSTILE)).toHaveCount(3);
    await expect(main.getByText("track: <b>beta</b>")).toBeVisible();
    expect(await main.locator("img, bdi b").count()).toBe(0);
    const [row] = await api.rows<{ note: string; known_issue_list: string }>(`release(${newer.id})?$select=note,known_issue_list`);
    expect([row!.note, row!.known_issue_list]).toEqual([HOSTILE, HOSTILE]);
  });

  await test.step("a file comes back as it was sent, and goes", async () => {
    const bytes = randomBytes(1_200_000);
    await tab(/^Assets/);
    await main.getByLabel("File").setInputFiles({ name: "bill of materials.bin", mimeType: "application/octet-stream", buffer: bytes });
    await main.getByRole("button", { name: "Upload" }).click();
    const row = main.getByRole("row").filter({ hasText: "bill of materials.bin" });
    await expect(row).toContainText("1.2 MB");
    const download = page.waitForEvent("download");
    await row.getByRole("link", { name: /Download/ }).click();
    const fetched = await readFile(await (await download).path());
    expect(fetched.equals(bytes)).toBe(true);
    await main.getByLabel("File").setInputFiles({ name: "bill of materials.bin", mimeType: "text/plain", buffer: Buffer.from("other") });
    await main.getByRole("button", { name: "Upload" }).click();
    await expect(main.getByText("The release has a file under this key")).toBeVisible();
    await row.getByRole("button", { name: /^Delete/ }).click();
    await confirm(page, "Delete asset", "gone for everybody");
    await expect(row).toHaveCount(0);
  });

  const made = await draft(here, "0.9.0");
  await test.step("a draft becomes final", async () => {
    await page.goto(at(String(made.id)));
    await main.getByRole("button", { name: "Finalise…" }).click();
    await confirm(page, "Finalise", /never becomes a draft again/);
    await expect(main.getByRole("button", { name: "Finalise…" })).toHaveCount(0);
    const [row] = await api.rows<{ is_final: boolean; raw_version: string }>(`release(${made.id})?$select=is_final,raw_version`);
    expect(row).toEqual({ is_final: true, raw_version: "0.9.0" });
    // The fleet follows the newest again for what comes.
    await api.call("PATCH", `/v7/release(${made.id})`, { is_invalidated: true });
  });

  await test.step("withdrawing says how many move, and they do", async () => {
    type Device = { id: number };
    const follow = `device?$select=id&$filter=belongs_to__application eq ${fleet} and is_pinned_on__release eq null`;
    const following = (await api.rows<Device>(follow)).length;
    await api.until<{ should_be_running__release: { __id: number } }>(
      `application(${fleet})?$select=should_be_running__release`,
      ([row]) => row?.should_be_running__release.__id === newer.id,
    );
    await page.goto(at(String(newer.id)));
    await expect(main.getByText("fleet target", { exact: true })).toBeVisible();
    await main.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: /^Invalidate/ }).click();
    await confirm(page, "Invalidate", new RegExp(`${following} devices that are not pinned go to ${older.raw_version} now`));
    await expect(main.getByText("Invalidated").first()).toBeVisible();
    const moved = `device/$count?$filter=belongs_to__application eq ${fleet} and should_be_running__release/any(r:r/id eq ${older.id})`;
    await expect.poll(async () => (await api.call<{ d: number }>("GET", `/v7/${encodeURI(moved)}`)).d).toBeGreaterThanOrEqual(following);
    // The page has heard it too.
    await expect(main.getByText("fleet target", { exact: true })).toHaveCount(0);
    await main.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: /^Validate/ }).click();
    await confirm(page, "Make valid", /go to it now/);
  });

  await test.step("the fleet is pinned", async () => {
    await page.goto(at(String(older.id)));
    await main.getByRole("button", { name: "Pin fleet…" }).click();
    await confirm(page, /^Pin \d+ device/, /stay there until you pin another/);
    await expect(main.getByText("fleet target", { exact: true })).toBeVisible();
    await expect(main.getByRole("button", { name: "Pin fleet…" })).toHaveAttribute("aria-disabled", "true");
  });

  await test.step("deleted only when nothing holds it", async () => {
    await main.getByRole("button", { name: "More actions" }).click();
    const held = page.getByRole("menuitem", { name: /^Delete release/ });
    await expect(held).toHaveAttribute("aria-disabled", "true");
    await expect(held).toContainText("fleet's target");
    await page.keyboard.press("Escape");
    // One that no device ever ran: a device that is away holds its release until it is back.
    const spare = await draft(here, "0.8.0");
    await page.goto(at(String(spare.id)));
    await main.getByRole("button", { name: "More actions" }).click();
    const free = page.getByRole("menuitem", { name: /^Delete release/ });
    await expect(free).not.toHaveAttribute("aria-disabled", "true");
    await free.click();
    await confirm(page, "Delete release", /cannot be brought back/);
    await expect(page).toHaveURL(/\/releases$/);
    expect(await api.rows(`release(${spare.id})?$select=id`)).toEqual([]);
  });
});
