import { expect, test } from '#e2e/support/fixtures.ts';
import { deviceIds, expectAccessible } from '#e2e/support/verbs.ts';

test.use({ scenario: 'half-failed' });
// Every state of every page is looked at twice.
test.describe.configure({ timeout: 150_000 });

test('sign-in and people', async ({ page, signIn }) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: /^Operations/ })).toBeVisible();
  await expectAccessible(page);
  await signIn('admin');
  await page.goto('/people');
  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeVisible();
  await expectAccessible(page);
});

test('the list, with its menus and its help', async ({ page, signIn }) => {
  await signIn('operations');
  await expect(page.getByRole('link', { name: /half_failed$/ }).first()).toBeVisible();
  await expectAccessible(page);
  for (const name of ['Language', 'Colour scheme', 'Signed in as Operations']) {
    await page.getByRole('button', { name }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toBeHidden();
  }
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectAccessible(page);
});

test('each step of the wizard, as it should be and with problems', async ({ page, stack, signIn }) => {
  await signIn('operations');
  await page.goto('/c/simulator/tasks/new');
  const next = page.getByRole('button', { name: /^Next: / });
  const heading = (name: string) => expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
  await heading('What should be done?');
  await next.click();
  await expect(page.getByText('Enter a name.')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Task name').fill('accessible');
  await next.click();

  await heading('Which devices?');
  await next.click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'Groups' }).click();
  await expect(page.getByRole('table', { name: 'Groups' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'Search' }).click();
  await expect(page.getByRole('table', { name: 'Devices found' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'Device list' }).click();
  const some = [...deviceIds(stack, 'waterMeter', 1_100), 'not a device'].join('\n');
  await page.getByRole('textbox', { name: 'Device IDs' }).fill(some);
  await page.getByRole('button', { name: 'Show what is left out' }).click();
  await expect(page.getByRole('table', { name: 'Left-out lines' })).toBeVisible();
  await expectAccessible(page);
  await next.click();

  await heading('What should be installed?');
  await expect(page.getByRole('radio', { name: 'Use package 2.5.0' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'Use package 2.5.0' }).check();
  await next.click();

  await heading('When, and what if a device fails?');
  await page.getByRole('radio', { name: 'At a time' }).check();
  await page.getByRole('button', { name: 'In an hour' }).click();
  await expectAccessible(page);
  await next.click();

  await heading('Check, then start');
  await expect(page.getByLabel('Exact request')).toBeVisible();
  await page.getByRole('button', { name: /^Upgrade 1,100 devices at/ }).click();
  await expect(page.getByText('Type the number of devices.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
});

// At a console of its own: the last dialog has retried devices, which others look at as they failed.
test('each part of a task, and its dialogs', async ({ page, ownStack }) => {
  await page
    .getByRole('link', { name: /half_failed$/ })
    .first()
    .click();
  await expect(page.getByText('All 1,200 rows are copied').first()).toBeVisible();
  await expectAccessible(page);
  for (const chart of ['now', 'over time'])
    await page.getByRole('button', { name: `Show as table: Devices by outcome ${chart}` }).click();
  await expectAccessible(page);
  for (const tab of ['Devices', 'Failures', 'Request', 'History']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible();
    if (tab === 'Devices') await expect(page.getByText('1–50 of 1,200')).toBeVisible();
    await expectAccessible(page);
  }
  await page.getByRole('button', { name: 'Retry failed' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: /^Retry [\d,]+ failed devices/ })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: /^Retry [\d,]+ failed devices/ }).click();
  await expect(dialog.getByText('The platform has answered for every device.')).toBeVisible();
  expect(ownStack.log.entries.some(({ kind, acted }) => kind === 'retry' && acted)).toBe(true);
  await expectAccessible(page);
});

test('the failures of all tasks and a device', async ({ page, signIn }) => {
  await signIn('support');
  await page
    .getByRole('link', { name: /half_failed$/ })
    .first()
    .click();
  await expect(page.getByText('All 1,200 rows are copied').first()).toBeVisible();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Failures' }).click();
  const table = page.getByRole('table', { name: 'Failed devices' });
  await expect(table.getByRole('link').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Write a note' }).click();
  await expect(page.getByRole('textbox', { name: /^Note on/ })).toBeVisible();
  await expectAccessible(page);
  await table.getByRole('link').first().click();
  await expect(page.getByRole('article').first()).toBeVisible();
  await expectAccessible(page);
});
