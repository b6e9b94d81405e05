import { defineConfig } from '@playwright/test';

import { chromiumArgs, findChromium } from '#scripts/browser.ts';

// Workers load this file again; they inherit the answer and do not search twice.
process.env['CHROMIUM_PATH'] ??= await findChromium();

export default defineConfig({
  testDir: 'e2e/journeys',
  outputDir: 'test-results/journeys',
  workers: 2,
  retries: 0,
  // Each step has a limit of its own below, so this one only has to be longer than all steps together on a busy machine.
  timeout: 240_000,
  // The platform is asked about a moving task every few seconds, and a busy machine takes its time.
  expect: { timeout: 30_000, toPass: { timeout: 60_000 } },
  forbidOnly: true,
  fullyParallel: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/journeys.json' }]],
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    launchOptions: { executablePath: process.env['CHROMIUM_PATH'], args: chromiumArgs() },
    // Without pictures: the pages themselves are in it, and pictures of every journey take time from all of them.
    trace: { mode: 'retain-on-failure', screenshots: false },
    locale: 'en-US',
    timezoneId: 'Asia/Shanghai',
  },
});
