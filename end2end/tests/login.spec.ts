// Signing in: with the right words, with wrong ones, and what a page shows to who has not.
import { expect, findings, signIn, test } from "../harness/test.ts";

test("the right password opens the fleets", async ({ page, server }) => {
  await signIn(page, server);
  await expect(page.getByRole("main").getByRole("link").first()).toBeVisible();
});

test("a wrong password says how many tries are left, and keeps the name", async ({ page, freshServer }) => {
  await page.goto(freshServer.url);
  const user = page.getByRole("textbox", { name: "E-mail or user name" });
  await user.fill(freshServer.user);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  const told = page.getByText(/\d+ (more )?tries/);
  await expect(told).toBeVisible();
  const left = Number((await told.innerText()).match(/(\d+) (more )?tries/)?.[1]);
  await expect(user).toHaveValue(freshServer.user);

  await page.getByLabel("Password", { exact: true }).fill("still not");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(told).toContainText(String(left - 1));
});

test("an address inside leads to the sign-in first, and then to where it pointed", async ({ page, server }) => {
  await page.goto(new URL("/fleets", server.url).href);
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
  expect(await findings(page)).toEqual([]);
});

test("the login page fetches no more than 360 kB of wasm, JS and CSS, and no xterm", async ({ page, server }) => {
  const fetched: { path: string; bytes: number }[] = [];
  page.on("requestfinished", async (request) => {
    const path = new URL(request.url()).pathname;
    if (!/\.(wasm|m?js|css)$/.test(path)) return;
    const { responseBodySize } = await request.sizes();
    fetched.push({ path, bytes: responseBodySize });
  });
  await page.goto(server.url);
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(fetched.filter((file) => /xterm\.(m?js|css)$/.test(file.path))).toEqual([]);
  expect(fetched.some((file) => file.path.endsWith(".wasm"))).toBe(true);
  expect(fetched.reduce((sum, file) => sum + file.bytes, 0)).toBeLessThanOrEqual(360_000);
});
