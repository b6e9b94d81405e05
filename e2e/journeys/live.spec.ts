import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { cellsOf, deviceIds, letPass } from '#e2e/support/verbs.ts';

test.use({ scenario: 'mid-rollout' });

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
  const { packages } = ownStack.world.fleet.catalogue;
  ownStack.world.act({
    kind: 'create',
    order: {
      space: 0,
      name: 'Made_elsewhere',
      type: 'firmwareUpgrade',
      mode: null,
      needConfirm: null,
      extInfo: null,
      document: { package_ids: [packages[0]?.packageId ?? ''] },
      scheduledMs: null,
      retry: null,
      targets: { deviceIds: deviceIds(ownStack, 'gateway', 3) },
    },
  });
  const fresh = page.getByRole('button', { name: '1 new task – show' });
  await expect(fresh).toBeVisible({ timeout: 30_000 });
  await expect(list(page).getByRole('row')).toHaveCount(2);
  await fresh.click();
  await expect(list(page).getByRole('row')).toHaveCount(3);
  await expect(list(page).getByRole('row').nth(1)).toContainText('Made_elsewhere');
  await expect(fresh).toBeHidden();
});

test('paused, the page keeps still; resumed, it catches up', async ({ page, ownStack }) => {
  await list(page).getByRole('link', { name: 'Meters_2_5_0_wave_1', exact: true }).click();
  const verdict = page.getByText(/^Running: /);
  await expect(verdict).toBeVisible();
  await page.getByRole('button', { name: 'Live updates: Live' }).click();
  await page.getByRole('button', { name: 'Pause live updates' }).click();
  await expect(page.getByRole('button', { name: 'Live updates: Paused' })).toBeVisible();
  const still = (await verdict.textContent()) ?? '';
  ownStack.log.clear();
  letPass(ownStack, '5 h');
  // The console has asked the platform, and more than once, since time passed.
  await expect.poll(() => ownStack.log.entries.filter(({ kind }) => kind === 'show').length).toBeGreaterThan(2);
  await expect(verdict).toHaveText(still);
  await page.getByRole('button', { name: 'Go on' }).click();
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
  await page.goto(ownStack.url);
  await expect(page.getByRole('button', { name: 'Live updates: Live' })).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByRole('button', { name: /^Live updates: Offline/ })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole('button', { name: 'Live updates: Live' })).toBeVisible();
});
