import type { Page, Request } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import type { Stack } from '#e2e/support/stack.ts';
import { makeElsewhere } from '#e2e/support/elsewhere.ts';
import { cellsOf, expectAccessible, letPass } from '#e2e/support/verbs.ts';

test.use({ ownScenario: 'mid-rollout' });

const list = (page: Page) => page.getByRole('table', { name: 'Batch tasks' });

test('rows change in place, and what is new waits behind a button', async ({ page, ownStack }) => {
  const row = list(page).getByRole('row', { name: /Meters_2_5_0_wave_1/ });
  await expect(row).toContainText('Running');
  const before = (await cellsOf(list(page), row))['Progress'] ?? '';
  expect(before).toContain('of 6,000');
  letPass(ownStack, '10 min');
  await expect(row).not.toContainText(before.split('\n').at(-1) ?? '');
  await expect(row).toContainText('of 6,000');

  // Somebody starts one elsewhere: the list does not move under the pointer.
  makeElsewhere(ownStack, { name: 'Made_elsewhere' });
  const fresh = page.getByRole('button', { name: '1 new task – show' });
  await expect(fresh).toBeVisible({ timeout: 60_000 });
  await expect(list(page).getByRole('row')).toHaveCount(2);
  await fresh.click();
  await expect(list(page).getByRole('row')).toHaveCount(3);
  await expect(list(page).getByRole('row').nth(1)).toContainText('Made_elsewhere');
  await expect(fresh).toBeHidden();
});

/** What the page asks the console, apart from the stream of events. */
function watchRequests(page: Page) {
  const asked: Request[] = [];
  const underWay = new Set<Request>();
  page.on('request', (request) => {
    if (request.resourceType() !== 'fetch') return;
    asked.push(request);
    underWay.add(request);
  });
  for (const end of ['requestfinished', 'requestfailed'] as const)
    page.on(end as 'requestfinished', (request) => underWay.delete(request));
  return {
    /** What was under way when the page was told to rest still arrives; from then on only what is asked anew counts. */
    async rest() {
      await expect.poll(() => underWay.size).toBe(0);
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      asked.length = 0;
    },
    asked: () => asked.map((request) => request.url()),
  };
}

/** The platform is asked about tasks at least so often, counted from the last time its log was cleared. */
const expectLooks = ({ log }: Stack, least: number) =>
  expect
    .poll(() => log.entries.filter(({ kind }) => kind === 'show').length, { timeout: 60_000 })
    .toBeGreaterThanOrEqual(least);

test('paused, the page keeps still; resumed, it catches up', async ({ page, ownStack }) => {
  const requests = watchRequests(page);
  await list(page).getByRole('link', { name: 'Meters_2_5_0_wave_1', exact: true }).click();
  const verdict = page.getByText(/^Running: /);
  await expect(verdict).toBeVisible();
  await page.getByRole('button', { name: 'Live updates: Live' }).click();
  const details = page.getByRole('dialog', { name: 'Live updates' });
  await details.getByRole('button', { name: 'Pause live updates' }).click();
  await expect(page.getByRole('button', { name: 'Live updates: Paused' })).toBeVisible();
  await requests.rest();
  const still = await verdict.innerText();
  ownStack.log.clear();
  letPass(ownStack, '5 h');
  // The console has asked the platform, and more than once, since time passed.
  await expectLooks(ownStack, 3);
  await expect(verdict).toHaveText(still);
  await details.getByRole('button', { name: 'Go on' }).click();
  await expect(verdict).not.toHaveText(still);
});

test('when the console goes away, the page says so and keeps what it has', async ({ page, ownStack }) => {
  await expect(page.getByRole('button', { name: 'Live updates: Live' })).toBeVisible();
  await expect(list(page).getByRole('row', { name: /Meters_2_5_0_wave_1/ })).toBeVisible();
  await ownStack.close();
  await expect(page.getByRole('button', { name: /^Live updates: Reconnecting/ })).toBeVisible();
  await expect(list(page).getByRole('row', { name: /Meters_2_5_0_wave_1/ })).toBeVisible();
});

test('a browser without a network says so', async ({ page, context, ownStack }) => {
  // What explains the page is fetched soon after it, so that it is there when nothing can be fetched.
  const explained = ['HintTooltip', 'LiveDetails'].map((part) => page.waitForResponse(new RegExp(`/${part}-.*js$`)));
  await page.goto(ownStack.url);
  await expect(page.getByRole('button', { name: 'Live updates: Live' })).toBeVisible();
  await Promise.all(explained);
  await context.setOffline(true);
  const indicator = page.getByRole('button', { name: /^Live updates: Offline/ });
  await expect(indicator).toBeVisible();
  await page.getByRole('button', { name: 'Read again' }).hover();
  await expect(page.getByRole('tooltip', { name: 'Read again' })).toBeVisible();
  await indicator.click();
  await expect(page.getByRole('dialog', { name: 'Live updates' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list(page).getByRole('row', { name: /Meters_2_5_0_wave_1/ })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole('button', { name: 'Live updates: Live' })).toBeVisible();
});

/** As when another tab is in front of this one, or no longer is. */
const look = (page: Page, isAt: boolean) =>
  page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    },
    isAt ? 'visible' : 'hidden',
  );

test('a tab that nobody looks at asks nothing, and catches up when somebody does', async ({ page, ownStack }) => {
  await list(page).getByRole('link', { name: 'Meters_2_5_0_wave_1', exact: true }).click();
  await page.getByRole('tab', { name: /^Failures/ }).click();
  const verdict = page.getByText(/^Running: /);
  await expect(verdict).toBeVisible();
  await expect(verdict).toContainText(/ of 6,000 devices reported/);
  const requests = watchRequests(page);
  await look(page, false);
  await requests.rest();
  const before = /[\d,]+ of 6,000 devices reported/.exec(await verdict.innerText())?.[0] ?? 'nothing';
  ownStack.log.clear();
  letPass(ownStack, '5 h');
  // The console has looked and copied meanwhile, and told so to every tab.
  await expectLooks(ownStack, 5);
  expect(requests.asked()).toEqual([]);
  await expect(verdict).toContainText(before);
  await look(page, true);
  await expect(verdict).not.toContainText(before);
});

test('every page says how fresh it is, and when the platform limits calls', async ({ page, ownStack }) => {
  const main = page.getByRole('main');
  const nav = page.getByRole('navigation', { name: 'Main' });
  const fresh = async (state: string) => {
    await expect(main.getByText(state, { exact: true })).toBeVisible();
    await expect(main.getByText(/^as of/).first()).toBeVisible();
  };
  await fresh('Live');
  await list(page).getByRole('link', { name: 'Meters_2_5_0_wave_1', exact: true }).click();
  await fresh('Live');
  await expect(page.getByText(/^(All|Copied) /).first()).toBeVisible();
  await nav.getByRole('link', { name: 'Failures' }).click();
  const device = page.getByRole('table', { name: 'Failed devices' }).getByRole('link').first();
  await expect(device).toBeVisible();
  await fresh('Live');

  ownStack.world.fault({ match: 'any', kind: 'throttle', retryAfter: 600 });
  await expect(page.getByRole('button', { name: 'Live updates: Throttled' })).toBeVisible({ timeout: 60_000 });
  await fresh('Throttled');
  const deviceId = (await device.getAttribute('title')) ?? '';
  await device.click();
  await expect(page.getByRole('heading', { level: 1, name: deviceId })).toBeVisible();
  await fresh('Throttled');
  await expectAccessible(page);
  await nav.getByRole('link', { name: 'Devices' }).click();
  await page.getByRole('searchbox', { name: 'Device ID, node ID or name' }).fill(deviceId);
  await page.keyboard.press('Enter');
  await fresh('Throttled');
  await nav.getByRole('link', { name: 'Tasks' }).click();
  await fresh('Throttled');
  await main.getByRole('button', { name: 'Pause live updates' }).click();
  await fresh('Paused');
  await list(page).getByRole('link', { name: 'Meters_2_5_0_wave_1', exact: true }).click();
  await fresh('Paused');
  await main.getByRole('button', { name: 'Go on with live updates' }).click();
  await fresh('Throttled');
  await expectAccessible(page);
});

test('devices go on failing while somebody reads: figures change, rows do not, and newer ones are offered', async ({
  page,
  ownStack,
}) => {
  await list(page).getByRole('link', { name: 'Meters_2_5_0_wave_1', exact: true }).click();
  await expect(page.getByText(/^(All|Copied) /).first()).toBeVisible();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Failures' }).click();
  const groups = page.getByRole('navigation', { name: 'Groups of failures' }).getByRole('button');
  const devices = page.getByRole('table', { name: 'Failed devices' });
  await expect(devices.getByRole('link').first()).toBeVisible();
  const titles = async () => (await groups.allInnerTexts()).map((text) => text.split('\n')[0]);
  const rows = async () => (await devices.getByRole('row').allInnerTexts()).map(withoutAge);
  const [titlesBefore, rowsBefore, top] = [await titles(), await rows(), await devices.boundingBox()];
  letPass(ownStack, '2 h');
  const newer = page.getByRole('button', { name: /^Now [\d,]+ failures? – show$/ });
  await expect(newer).toBeVisible({ timeout: 60_000 });
  expect((await titles()).slice(0, titlesBefore.length)).toEqual(titlesBefore);
  expect(await rows()).toEqual(rowsBefore);
  expect((await devices.boundingBox())?.y).toBe(top?.y);
  await newer.click();
  await expect(newer).toBeHidden();
  await expect.poll(rows).not.toEqual(rowsBefore);
});

const withoutAge = (row: string) => row.replaceAll(/\d+ (sec|min|hr)\. ago|now/g, '');
