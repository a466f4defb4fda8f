// `test` with a fresh server, and the few words every test says: sign in, and look for what axe finds.
import AxeBuilder from "@axe-core/playwright";
import { type Page, test as base, expect } from "@playwright/test";
import { Server } from "./server.ts";

export { expect };
export type { Page };

type PerTest = { freshServer: Server };
type PerFile = { server: Server };

export const test = base.extend<PerTest, PerFile>({
  /** One server for a file's tests, which only look at it. */
  server: [
    async ({}, use) => {
      const server = await Server.fresh();
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  /** A server for one test, which may change or kill it. */
  freshServer: async ({}, use, info) => {
    const server = await Server.fresh();
    await use(server);
    if (info.status !== info.expectedStatus) await info.attach("server", { body: server.log(), contentType: "text/plain" });
    await server.stop();
  },
});

/** Signs in by the form, as a person does, and waits for the fleets. */
export async function signIn(page: Page, server: Server): Promise<void> {
  await page.goto(server.url);
  await page.getByRole("textbox", { name: "E-mail or user name" }).fill(server.user);
  await page.getByLabel("Password", { exact: true }).fill(server.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Fleets" })).toBeVisible();
}

/** What axe finds on the page, contrast included, one line a finding. */
export async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}
