// The server is killed in the middle of an update: the device finishes it, the page finds its way back by itself.
import { expect, signIn, test } from "../harness/test.ts";
import { onTarget, openDevice, pinToTheOther, rowOf, wholeLog, withDevice } from "../harness/update.ts";

test("kill -9 during an update loses nothing, and the page recovers without reload", async ({ page, freshServer }) => {
  test.setTimeout(420_000);
  await withDevice(freshServer, async ({ api, services }) => {
    await signIn(page, freshServer);
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await pinToTheOther(page);
    await openDevice(page);
    await expect(rowOf(page, services[0]!)).toContainText(/Downloading \d+ %/, { timeout: 60_000 });
    const before = await wholeLog(api);

    await freshServer.kill();
    await expect(page.getByText(/Connection lost/).first()).toBeVisible({ timeout: 30_000 });
    await freshServer.again();

    await onTarget(api, 120);
    for (const service of services) await expect(rowOf(page, service)).toContainText("Running", { timeout: 60_000 });
    await expect(page.getByText(/Connection lost/)).toHaveCount(0);
    const after = await wholeLog(api);
    const numbers = new Set(after.map((line) => line.sequence));
    expect(before.filter((line) => line.sequence >= after[0]!.sequence && !numbers.has(line.sequence))).toEqual([]);
    expect(await page.evaluate(() => "sameDocument" in window), "the page was never loaded anew").toBe(true);
  });
});
