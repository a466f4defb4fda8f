// One's own account: password, sessions, API keys, SSH keys, organizations.
import { type Page, expect, findings, signIn, test } from "../harness/test.ts";
import type { Server } from "../harness/server.ts";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl mara@desk";

/** Whoever holds the key is this user, or nobody. */
async function whoHolds(server: Server, key: string): Promise<string | number> {
  const answer = await fetch(new URL("/user/v1/whoami", server.api), { headers: { authorization: `Bearer ${key}` } });
  return answer.ok ? ((await answer.json()) as { username: string }).username : answer.status;
}

async function accountMenu(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("a new password ends the other session, and the next sign-in wants it", async ({ page, browser, freshServer }) => {
  test.setTimeout(120_000);
  await signIn(page, freshServer);
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await signIn(other, freshServer);

  await accountMenu(page, "Sessions");
  const sessions = page.getByRole("table", { name: "Sessions" });
  await expect(sessions.getByRole("row")).toHaveCount(3);
  await expect(sessions.getByText("This one")).toHaveCount(1);

  await page.getByRole("tab", { name: "Profile" }).or(page.getByRole("link", { name: "Profile" })).first().click();
  const change = page.getByRole("button", { name: "Change password" });
  await page.getByLabel("Present password").fill("not this one");
  await page.getByLabel("New password", { exact: true }).fill("short");
  await page.getByLabel("New password again").fill("another");
  await change.click();
  await expect(page.getByText("A password has at least 8 characters.")).toBeVisible();
  await expect(page.getByText("This is not the same as above.")).toBeVisible();
  const fresh = "a river runs past seven gauges";
  await page.getByLabel("New password", { exact: true }).fill(fresh);
  await page.getByLabel("New password again").fill(fresh);
  await change.click();
  await expect(page.getByText("That is not your present password.")).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.getByLabel("Present password").fill(freshServer.password);
  await change.click();
  await expect(page.getByText("The password is changed")).toBeVisible();

  // The other browser notices by itself; this one goes on.
  await expect(other.getByRole("button", { name: "Sign in" })).toBeVisible({ timeout: 30_000 });
  await page.goto(`${freshServer.url}/account/sessions`);
  await expect(sessions.getByRole("row")).toHaveCount(2);

  await other.getByRole("textbox", { name: "E-mail or user name" }).fill(freshServer.user);
  await other.getByLabel("Password", { exact: true }).fill(freshServer.password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByText(/password is wrong|do not match/)).toBeVisible();
  await other.getByLabel("Password", { exact: true }).fill(fresh);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toBeVisible();

  // And one session ends another from the list.
  await page.reload();
  await sessions.getByRole("button", { name: /^End the session/ }).click();
  await expect(sessions.getByRole("row")).toHaveCount(2);
  await expect(other.getByRole("button", { name: "Sign in" })).toBeVisible({ timeout: 30_000 });
  await elsewhere.close();
});

test("a refusal that was about the former token ends no session", async ({ page, freshServer }) => {
  await signIn(page, freshServer);
  await accountMenu(page, "Profile");
  const fresh = "a river runs past seven gauges";
  await page.getByLabel("Present password").fill(freshServer.password);
  await page.getByLabel("New password", { exact: true }).fill(fresh);
  await page.getByLabel("New password again").fill(fresh);

  // The server closes the page's socket before the page has the new token's cookie; the page asks who is signed in,
  // and hears "nobody" when the new cookie is there.
  const asked = page.waitForRequest((request) => new URL(request.url()).pathname === "/session");
  const renewed = page.waitForResponse("**/session/password");
  await page.route("**/session", async (route) => {
    await renewed;
    await route.fulfill({ status: 401, json: { message: "Nobody is signed in here." } });
  }, { times: 1 });
  await page.route("**/session/password", async (route) => {
    const response = await route.fetch();
    await asked;
    await route.fulfill({ response });
  });
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("The password is changed")).toBeVisible();
  await accountMenu(page, "Sessions");
  await expect(page.getByRole("table", { name: "Sessions" }).getByText("This one")).toHaveCount(1);
});

test("API keys are shown once, SSH keys are read at the field, organizations have members", async ({ page, freshServer }) => {
  test.setTimeout(120_000);
  await signIn(page, freshServer);

  await test.step("an API key works until it is revoked", async () => {
    await accountMenu(page, "API keys");
    await page.getByRole("button", { name: "New key" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Make key" }).click();
    await expect(dialog.getByText("Enter what the key is for.")).toBeVisible();
    await dialog.getByLabel("Name").fill("ci-release");
    await dialog.getByRole("button", { name: "Show as API call, SDK and CLI" }).click();
    const same = page.getByRole("dialog", { name: "The same as API call, SDK and CLI" });
    await expect(same).toContainText("balena api-key generate ci-release 20");
    await page.keyboard.press("Escape");
    await expect(same).toHaveCount(0);
    await dialog.getByRole("button", { name: "Make key" }).click();
    const key = (await dialog.getByTestId("made-key").textContent())!;
    expect(await whoHolds(freshServer, key)).toBe(freshServer.user);
    await dialog.getByRole("button", { name: "I have it" }).click();
    await expect(page.getByText(key)).toHaveCount(0);
    expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]))).not.toContain(key);
    expect(freshServer.log()).not.toContain(key);
    const row = page.getByRole("row").filter({ hasText: "ci-release" });
    await expect(row).toContainText(/\d{4}-\d{2}-\d{2}/);
    await row.getByRole("button", { name: "Revoke ci-release" }).click();
    await page.getByRole("button", { name: "Revoke key" }).click();
    await expect(row).toHaveCount(0);
    expect(await whoHolds(freshServer, key)).toBe(401);
  });

  await test.step("a bad SSH key is refused at the field, a good one has its fingerprint", async () => {
    await accountMenu(page, "SSH keys");
    await page.getByRole("button", { name: "Add key" }).click();
    const dialog = page.getByRole("dialog");
    const field = dialog.getByRole("textbox", { name: "Public key" });
    const add = dialog.getByRole("button", { name: "Add key" });
    await add.click();
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await field.fill("-----BEGIN OPENSSH PRIVATE KEY-----");
    await expect(dialog.getByText("This is a private key.")).toBeVisible();
    await field.fill(KEY.slice(0, 50));
    await expect(dialog.getByText("The key is not complete")).toBeVisible();
    await add.click();
    await expect(dialog).toBeVisible();
    await field.fill(KEY);
    await expect(dialog.getByText("SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU")).toBeVisible();
    await add.click();
    const row = page.getByRole("row").filter({ hasText: "mara@desk" });
    await expect(row).toContainText("SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");
    expect(await findings(page)).toEqual([]);
    await row.getByRole("button", { name: "Remove mara@desk" }).click();
    await page.getByRole("button", { name: "Remove key" }).click();
    await expect(row).toHaveCount(0);
  });

  await test.step("an organization is made, keeps its last developer, is renamed and deleted", async () => {
    await accountMenu(page, "Organizations");
    await page.getByRole("button", { name: "New organization" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Name" }).fill("River Gauges");
    await expect(dialog.getByLabel("Handle")).toHaveValue("river_gauges");
    await dialog.getByRole("button", { name: "Make organization" }).click();
    await expect(page.getByRole("heading", { level: 2, name: "River Gauges" })).toBeVisible();
    await page.getByRole("button", { name: "Add member" }).click();
    await dialog.getByLabel("User name or e-mail").fill("nobody-of-this-name");
    await dialog.getByRole("button", { name: "Add member" }).click();
    await expect(dialog.getByText("Nobody here has that user name")).toBeVisible();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Leave the organization" }).click();
    await page.getByRole("button", { name: "Leave organization" }).click();
    await expect(page.getByText(/keeps at least one developer/)).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await page.getByRole("button", { name: "Delete organization" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete organization" }).click();
    await expect(page.getByRole("table", { name: "Organizations" })).toBeVisible();
    await expect(page.getByRole("link", { name: "River Gauges" })).toHaveCount(0);
  });
});
