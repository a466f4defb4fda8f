// Pictures of every page × theme × width into docs/shots, to be looked at.
import { resolve } from "node:path";
import { signIn, test } from "../harness/test.ts";
import { inside, login, themes } from "../pages.ts";

const FOLDER = resolve(import.meta.dirname, "../../docs/shots");
const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

for (const theme of themes) {
  for (const size of WIDTHS) {
    test(`${theme}, ${size.width} px`, async ({ page, server }) => {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: theme });
      const take = (name: string) => page.screenshot({ path: `${FOLDER}/${name}-${theme}-${size.width}.png` });

      await page.goto(new URL(login.path, server.url).href);
      await login.shown(page);
      await take(login.name);

      await signIn(page, server);
      for (const visit of await inside(server)) {
        await page.goto(new URL(visit.path, server.url).href);
        await visit.shown(page);
        // Fonts and the first live lines; a picture is for the eye and may wait a moment.
        await page.evaluate(() => document.fonts.ready);
        await page.waitForTimeout(1_500);
        await take(visit.name);
        if (visit.name === "device" && theme === "light" && size.width === 1440) {
          await page.screenshot({ path: resolve(FOLDER, "../screenshot.png") });
        }
      }
    });
  }
}
