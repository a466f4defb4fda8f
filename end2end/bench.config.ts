// What is measured in Chromium; `cargo xtask bench load` and its like. No part of the tests: a busy machine changes the figures.
import { defineConfig } from "@playwright/test";
import { chromium } from "./harness/browser.ts";

export default defineConfig({
  testDir: "./bench",
  outputDir: "./test-results",
  workers: 1,
  timeout: 1_800_000,
  reporter: [["line"]],
  use: { ...chromium },
});
