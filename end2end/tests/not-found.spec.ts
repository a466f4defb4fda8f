// An address that names nothing: a page in the frame that says so, and a way back.
import { expect, findings, signIn, test } from "../harness/test.ts";

for (const [what, path] of [
  ["fleet", "/fleets/99999999"],
  ["device", "/devices/00000000000000000000000000000000"],
  ["page", "/no/such/page"],
] as const) {
  test(`an unknown ${what} is a not-found page in the frame`, async ({ page, server }) => {
    await signIn(page, server);
    await page.goto(new URL(path, server.url).href);
    await expect(page.getByRole("heading", { level: 1, name: `There is no such ${what}` })).toBeVisible();
    await expect(page.getByRole("navigation").first()).toBeVisible();
    expect(await findings(page)).toEqual([]);
  });
}
