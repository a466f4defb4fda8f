// On every page in either theme: axe finds nothing, contrast on; nothing is lost in a narrow window or at 400 %; nothing moves
// for who asks for less motion; marks keep their shapes in forced colours.
import { lost, moving, vanished } from "../harness/looks.ts";
import { type Page, expect, findings, signIn, test } from "../harness/test.ts";
import { inside, login, themes } from "../pages.ts";

const DESK = { width: 1280, height: 720 };
/** 320 CSS pixels is also what 400 % of a window of 1280 leaves (WCAG 1.4.10). */
const NARROW = { width: 320, height: 640 };
const ZOOMED = { width: 320, height: 256 };

async function look(page: Page): Promise<string[]> {
  const found = [...(await findings(page)), ...(await moving(page))];
  for (const size of [NARROW, ZOOMED]) {
    await page.setViewportSize(size);
    found.push(...(await lost(page)).map((what) => `${size.width} × ${size.height}: ${what}`));
  }
  await page.setViewportSize(DESK);
  await page.emulateMedia({ forcedColors: "active" });
  found.push(...(await vanished(page)));
  await page.emulateMedia({ forcedColors: "none" });
  return found;
}

for (const theme of themes) {
  test(`nothing is wrong with any page, ${theme}`, async ({ page, server }) => {
    test.setTimeout(480_000);
    await page.setViewportSize(DESK);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    const found: Record<string, string[]> = {};
    const keep = async (name: string) => {
      const now = await look(page);
      if (now.length > 0) found[name] = now;
    };

    await page.goto(new URL(login.path, server.url).href);
    await login.shown(page);
    await keep(login.name);

    await signIn(page, server);
    for (const visit of await inside(server)) {
      await page.goto(new URL(visit.path, server.url).href);
      await visit.shown(page);
      await keep(visit.name);
    }
    expect(found).toEqual({});
  });
}
