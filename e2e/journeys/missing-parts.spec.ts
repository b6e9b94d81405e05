import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { expectAccessible } from '#e2e/support/verbs.ts';

test.use({ scenario: 'mid-rollout' });

const missing = (page: Page) =>
  page.getByRole('status').filter({ hasText: 'A part of this page could not be loaded.' });

test('a dialog that was never opened before is said to be missing without a network, and opens when there is one', async ({
  page,
  context,
  ownStack,
}) => {
  await page.goto(ownStack.url);
  await page.getByRole('link', { name: 'Meters_2_5_0_wave_1', exact: true }).click();
  const name = page.getByRole('heading', { level: 1, name: 'Meters_2_5_0_wave_1' });
  await expect(name).toBeVisible();
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Add a note' }).click();
  await expect(missing(page)).toBeVisible();
  await missing(page).getByRole('button', { name: 'Try again' }).click();
  await expect(missing(page)).toBeVisible();
  await expect(name).toBeVisible();
  await expectAccessible(page);
  await context.setOffline(false);
  await expect(page.getByRole('dialog', { name: 'Notes on Meters_2_5_0_wave_1' })).toBeVisible();
  await expect(missing(page)).toBeHidden();
});

test('what comes late comes with its looks', async ({ page, context, ownStack }) => {
  await page.goto(ownStack.url);
  await expect(page.getByRole('link', { name: 'Meters_2_5_0_wave_1', exact: true })).toBeVisible();
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Columns' }).click();
  await expect(missing(page)).toBeVisible();
  await context.setOffline(false);
  const columns = page.getByRole('dialog').getByRole('list');
  await expect(columns).toBeVisible();
  await expect(columns).toHaveCSS('list-style-type', 'none');
});

test('a page that was never opened before waits in its place, with the ways to the others', async ({
  page,
  context,
  ownStack,
}) => {
  await page.goto(ownStack.url);
  const ways = page.getByRole('navigation', { name: 'Main' });
  await expect(page.getByRole('link', { name: 'Meters_2_5_0_wave_1', exact: true })).toBeVisible();
  await context.setOffline(true);
  await ways.getByRole('link', { name: 'Devices' }).click();
  await expect(missing(page)).toBeVisible();
  await ways.getByRole('link', { name: 'Tasks', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Meters_2_5_0_wave_1', exact: true })).toBeVisible();
  await ways.getByRole('link', { name: 'Devices' }).click();
  await context.setOffline(false);
  await expect(page.getByRole('heading', { level: 1, name: 'Devices' })).toBeVisible();
  await expect(missing(page)).toBeHidden();
});
