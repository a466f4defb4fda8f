// The browser tests: every file of tests/ against real servers, in Debian's chromium.
import { defineConfig } from "@playwright/test";
import { chromium } from "./harness/browser.ts";

export default defineConfig({
  testDir: "./tests",
  outputDir: "./test-results",
  // Each test has a server with twenty devices of its own: on two cores one at a time is quickest.
  workers: 1,
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: { ...chromium, viewport: { width: 1440, height: 900 }, trace: "retain-on-failure", screenshot: "only-on-failure" },
});
