// axe, with contrast on, finds nothing on any page in either theme.
import { expect, findings, signIn, test } from "../harness/test.ts";
import { inside, login, themes } from "../pages.ts";

for (const theme of themes) {
  test(`axe finds nothing on any page, ${theme}`, async ({ page, server }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    const found: Record<string, string[]> = {};
    const look = async (name: string) => {
      const now = await findings(page);
      if (now.length > 0) found[name] = now;
    };

    await page.goto(new URL(login.path, server.url).href);
    await login.shown(page);
    await look(login.name);

    await signIn(page, server);
    for (const visit of await inside(server)) {
      await page.goto(new URL(visit.path, server.url).href);
      await visit.shown(page);
      await look(visit.name);
    }
    expect(found).toEqual({});
  });
}
