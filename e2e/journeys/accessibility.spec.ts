import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { deviceIds, expectAccessible, goOn, next, openHalfFailed, tabTo } from '#e2e/support/verbs.ts';

test.use({ scenario: 'half-failed' });

test('sign-in and people', async ({ page }) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: /^Operations/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Admin/ }).click();
  await page.waitForURL(/\/tasks$/);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click();
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
  await signIn('operations', '/c/simulator/tasks/new');
  const heading = (name: string) => expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
  await heading('What should be done?');
  await next(page).click();
  await expect(page.getByText('Enter a name.')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Task name').fill('accessible');
  await goOn(page);

  await heading('Which devices?');
  await next(page).click();
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
  await goOn(page);

  await heading('What should be installed?');
  await expect(page.getByRole('radio', { name: 'Use package 2.5.0' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'Use package 2.5.0' }).check();
  await goOn(page);

  await heading('When, and what if a device fails?');
  await page.getByRole('radio', { name: 'At a time' }).check();
  await page.getByRole('button', { name: 'In an hour' }).click();
  await page.getByRole('textbox', { name: /^Extra information/ }).fill('[1]');
  await next(page).click();
  await expect(page.getByText('Enter a JSON object: names and values in braces.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('textbox', { name: /^Extra information/ }).fill('{"window": "night"}');
  await goOn(page);

  await heading('Check, then start');
  await expect(page.getByLabel('Exact request')).toBeVisible();
  await page.getByRole('button', { name: /^Upgrade 1,100 devices at/ }).click();
  await expect(page.getByText('Type the number of devices.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
});

/** One of the wizard's steps, by its name above the form. */
const step = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^\\d*\\s*${name}`) }).click();

/** The content of another kind, of which nothing is filled in yet. */
async function begin(page: Page, kind: string, content: string) {
  await step(page, 'Type');
  await page.getByRole('radio', { name: kind, exact: true }).click();
  await step(page, content);
  await expect(page.getByRole('heading', { level: 2, name: /^Which / })).toBeFocused();
}

async function choose(page: Page, field: string, option: RegExp) {
  await page.getByRole('combobox', { name: field }).click();
  await page.getByRole('option', { name: option }).click();
}

test('commands that are filled in wrongly', async ({ page, signIn }) => {
  await signIn('operations', '/c/simulator/tasks/new');
  await begin(page, 'Commands', 'Command');
  await choose(page, 'Product', /^Street_Gateway/);
  await choose(page, 'Service', /^Gateway/);
  await choose(page, 'Command', /^CONFIGURE_UPLINK/);
  await next(page).click();
  await expect(page.getByText('Enter a value.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'JSON' }).click();
  await page.getByRole('textbox', { name: 'Parameters' }).fill('{"apn": ');
  await expect(page.getByText('This is not valid JSON.')).toBeVisible();
  await expectAccessible(page);

  await begin(page, 'Asynchronous commands', 'Command');
  await page.getByLabel('Wait how long (seconds)').fill('172801');
  await next(page).click();
  await expect(page.getByText(/^Enter a whole number of seconds from 0 to 172,800/)).toBeVisible();
  await expectAccessible(page);
});

test('messages, properties and a deletion that are filled in wrongly', async ({ page, signIn }) => {
  await signIn('operations', '/c/simulator/tasks/new');
  await begin(page, 'Messages', 'Message');
  await page.getByRole('radio', { name: 'Full topic' }).check();
  await page.getByRole('button', { name: 'Add a user property' }).click();
  await next(page).click();
  await expect(page.getByText('Enter a message.')).toBeVisible();
  await expectAccessible(page);

  await begin(page, 'Device shadows', 'Properties');
  await choose(page, 'Product', /^智能水表/);
  await page.getByRole('button', { name: 'Add a service' }).click();
  await choose(page, 'Service', /^WaterMeter/);
  await page.getByLabel('reportInterval').fill('1');
  await next(page).click();
  await expect(page.getByText('This value is too small.')).toBeVisible();
  const addService = page.getByRole('button', { name: 'Add a service' });
  for (let more = 0; more < 4; more += 1) await addService.click();
  await expect(addService).toHaveAccessibleDescription('The platform takes at most 5 services in one task.');
  await expectAccessible(page);

  await step(page, 'Type');
  await expect(page.getByRole('button', { name: 'Back' })).toBeHidden();
  await page.getByRole('radio', { name: 'Delete devices' }).click();
  await page.getByLabel('Task name').fill('scrapped');
  await step(page, 'Devices');
  await page.getByRole('textbox', { name: 'Device IDs' }).fill('scrapped-1');
  await step(page, 'Review');
  await page.getByRole('button', { name: 'Delete 1 device now' }).click();
  await expect(page.getByText('Type the number of devices.')).toBeVisible();
  await expectAccessible(page);
});

test('each part of a task, and its dialogs', async ({ page, ownStack }) => {
  await openHalfFailed(page);
  await expectAccessible(page);
  for (const chart of ['now', 'over time'])
    await page.getByRole('button', { name: `Show as table: Devices by outcome ${chart}` }).click();
  await expectAccessible(page);
  for (const tab of ['Devices', 'Failures', 'Request', 'History']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible();
    if (tab === 'Devices') await expect(page.getByText('1–50 of 1,200')).toBeVisible();
    if (tab === 'Failures')
      await expect(page.getByRole('listitem', { name: /^Failures with code/ })).not.toHaveCount(0);
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
  await openHalfFailed(page);
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

test('the focus goes into a page that opens, and back to where it was when a dialog closes', async ({
  page,
  ownStack,
}) => {
  await page.goto(`${ownStack.url}/c/simulator/tasks?state=partly_succeeded`);
  const save = page.getByRole('button', { name: 'Save as…' });
  await tabTo(page, save);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Name of the view')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(save).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Name of the view')).toBeFocused();
  await page.keyboard.type('Halves');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'View: Halves', exact: true })).toBeFocused();

  await tabTo(page, page.getByRole('link', { name: '水表_2_5_0_half_failed', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /half_failed$/ })).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  const note = page.getByRole('button', { name: 'Add a note' });
  await tabTo(page, note);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(note).toBeFocused();
});
