import { expect, test, vi } from 'vitest';

import { chromiumArgs, findChromium, type Probes } from './browser.ts';

const own = '/cache/playwright/chrome';

function machine(files: string[], more: Partial<Probes> = {}): Probes {
  return {
    chosen: undefined,
    platform: 'linux',
    arch: 'x64',
    exists: (path) => files.includes(path),
    playwrightPath: () => own,
    unpackShipped: () => Promise.resolve('/unpacked/launch.sh'),
    download: () => false,
    ...more,
  };
}

test('CHROMIUM_PATH wins over everything else', async () => {
  const probes = machine(['/my/chromium', own, '/usr/bin/chromium'], { chosen: '/my/chromium' });
  await expect(findChromium(probes)).resolves.toBe('/my/chromium');
});

test('a CHROMIUM_PATH that leads nowhere is an error, not a reason to take another browser', async () => {
  const probes = machine([own], { chosen: '/my/chromium' });
  await expect(findChromium(probes)).rejects.toThrow('/my/chromium');
});

test("Playwright's own browser comes before the system's", async () => {
  await expect(findChromium(machine([own, '/usr/bin/chromium']))).resolves.toBe(own);
});

test.each([
  ['linux', '/usr/bin/chromium-browser'],
  ['darwin', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  ['win32', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
] as const)('a system browser is found on %s', async (platform, path) => {
  const unpackShipped = vi.fn<Probes['unpackShipped']>();
  await expect(findChromium(machine([path], { platform, unpackShipped }))).resolves.toBe(path);
  expect(unpackShipped).not.toHaveBeenCalled();
});

test('without any of them the shipped browser is unpacked, on x64 Linux only', async () => {
  await expect(findChromium(machine([]))).resolves.toBe('/unpacked/launch.sh');
  await expect(findChromium(machine([], { arch: 'arm64' }))).rejects.toThrow('CHROMIUM_PATH');
});

test('the last resort is a download', async () => {
  const files: string[] = [];
  const download = () => files.push(own) > 0;
  await expect(findChromium(machine(files, { arch: 'arm64', download }))).resolves.toBe(own);
});

test('only root needs to switch the sandbox off', () => {
  expect(chromiumArgs(0)).toEqual(['--no-sandbox']);
  expect(chromiumArgs(1000)).toEqual([]);
});
