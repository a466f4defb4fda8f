// The browser: Debian's chromium, or the one that BINNACLE_CHROMIUM names.
export const chromium = {
  browserName: "chromium" as const,
  launchOptions: {
    executablePath: process.env.BINNACLE_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  },
};
