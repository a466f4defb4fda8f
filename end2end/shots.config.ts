// Pictures of every page, theme and width; `cargo xtask shots`.
import { defineConfig } from "@playwright/test";
import { chromium } from "./harness/browser.ts";

export default defineConfig({
  testDir: "./shots",
  outputDir: "./test-results",
  workers: 1,
  timeout: 360_000,
  reporter: [["list"]],
  use: { ...chromium },
});
