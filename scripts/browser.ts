import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium as playwright } from 'playwright';

const root = fileURLToPath(new URL('..', import.meta.url));

const systemPaths: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
    '/opt/google/chrome/chrome',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** What the search looks at; a test puts its own answers in their place. */
export type Probes = {
  /** `CHROMIUM_PATH`: whoever sets it means it, so a wrong one is an error and not a reason to look further. */
  chosen: string | undefined;
  platform: NodeJS.Platform;
  arch: string;
  exists: (path: string) => boolean;
  playwrightPath: () => string;
  /** Unpacks the browser that an npm package carries; null when that package is not installed. */
  unpackShipped: () => Promise<string | null>;
  /** Downloads Playwright's browser. Answers whether it worked. */
  download: () => boolean;
};

/** The path of a Chromium that can be started here. The cheapest and most deliberate choice comes first. */
export async function findChromium(probes: Probes = realProbes()): Promise<string> {
  const { chosen, exists } = probes;
  if (chosen) {
    if (!exists(chosen)) throw new Error(`CHROMIUM_PATH names ${chosen}, and there is nothing there.`);
    return chosen;
  }
  if (exists(probes.playwrightPath())) return probes.playwrightPath();
  const installed = systemPaths[probes.platform]?.find(exists);
  if (installed) return installed;
  const shipped = probes.platform === 'linux' && probes.arch === 'x64' ? await probes.unpackShipped() : null;
  if (shipped) return shipped;
  if (probes.download() && exists(probes.playwrightPath())) return probes.playwrightPath();
  throw new Error('No Chromium was found. Install one, or set CHROMIUM_PATH to its executable.');
}

/** Chromium's own sandbox refuses to start for root, which is who tests run as in most containers. */
export function chromiumArgs(userId = process.getuid?.()): string[] {
  return userId === 0 ? ['--no-sandbox'] : [];
}

function realProbes(): Probes {
  return {
    chosen: process.env['CHROMIUM_PATH'],
    platform: process.platform,
    arch: process.arch,
    exists: existsSync,
    playwrightPath: () => playwright.executablePath(),
    unpackShipped: () => unpackShipped(join(root, 'node_modules/.cache/chromium')),
    download: () => {
      const cli = join(root, 'node_modules/playwright/cli.js');
      return spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: ['ignore', 2, 2] }).status === 0;
    },
  };
}

/** `@sparticuz/chromium` carries the browser compressed, with the libraries and fonts that a bare machine lacks. */
async function unpackShipped(folder: string): Promise<string | null> {
  const launcher = join(folder, 'launch.sh');
  if (existsSync(launcher)) return launcher;
  const shipped = await import('@sparticuz/chromium').catch(() => null);
  if (!shipped) return null;
  mkdirSync(folder, { recursive: true });
  const previousTemp = process.env['TMPDIR'];
  // The package unpacks into the temporary folder, where another user of the machine could have left a file of that name.
  process.env['TMPDIR'] = folder;
  try {
    await shipped.default.executablePath();
    const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
    await shipped.inflate(join(dirname(entry), '../bin/al2023.tar.br'));
  } finally {
    if (previousTemp === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = previousTemp;
  }
  const script = [
    '#!/bin/sh',
    'here=$(dirname "$0")',
    '[ -f /etc/fonts/fonts.conf ] || export FONTCONFIG_PATH="$here/fonts"',
    'LD_LIBRARY_PATH="$here/al2023/lib" exec "$here/chromium" "$@"',
  ];
  // Renamed into place last: a launcher that exists is a browser that is complete.
  writeFileSync(`${launcher}.new`, `${script.join('\n')}\n`);
  chmodSync(`${launcher}.new`, 0o755);
  renameSync(`${launcher}.new`, launcher);
  return launcher;
}
