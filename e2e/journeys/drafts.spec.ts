import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { deviceIds, expectAccessible, tabTo } from '#e2e/support/verbs.ts';

const next = (page: Page) => page.getByRole('button', { name: /^Next: / }).click();
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 2, name });
const saved = (page: Page) => expect(page.getByText(/^Draft saved /)).toBeVisible();
const begin = (page: Page, origin = '') => page.goto(`${origin}/c/simulator/tasks/new?another=yes`);
const list = (page: Page) => page.getByRole('table', { name: 'Drafts' });

async function resume(page: Page, name: string, origin = ''): Promise<void> {
  await page.goto(`${origin}/c/simulator/tasks/drafts`);
  await list(page).getByRole('link', { name }).click();
}

test.beforeEach(async ({ signIn }) => signIn('operations'));

test('the tab is killed at each step, and the draft goes on in a new one', async ({ context, ownStack }) => {
  const meters = deviceIds(ownStack, 'waterMeter', 3).join('\n');
  const killAndResume = async (tab: Page) => {
    await saved(tab);
    await tab.close();
    const another = await context.newPage();
    await resume(another, 'killed_often', ownStack.url);
    return another;
  };
  let tab = await context.newPage();
  await begin(tab, ownStack.url);
  await tab.getByLabel('Task name').fill('killed_often');
  tab = await killAndResume(tab);
  await expect(heading(tab, 'What should be done?')).toBeVisible();
  await expect(tab.getByLabel('Task name')).toHaveValue('killed_often');
  await next(tab);
  await tab.getByRole('textbox', { name: 'Device IDs' }).fill(meters);
  tab = await killAndResume(tab);
  await expect(heading(tab, 'Which devices?')).toBeVisible();
  await expect(tab.getByRole('textbox', { name: 'Device IDs' })).toHaveValue(meters);
  await next(tab);
  await tab.getByRole('radio', { name: 'Use package 2.5.0' }).check();
  tab = await killAndResume(tab);
  await expect(heading(tab, 'What should be installed?')).toBeVisible();
  await expect(tab.getByRole('radio', { name: 'Use package 2.5.0' })).toBeChecked();
  await next(tab);
  await tab.getByLabel('Retries per device').fill('2');
  await tab.getByLabel('Minutes between retries').fill('7');
  tab = await killAndResume(tab);
  await expect(heading(tab, 'When, and what if a device fails?')).toBeVisible();
  await expect(tab.getByLabel('Minutes between retries')).toHaveValue('7');
  await next(tab);
  tab = await killAndResume(tab);
  await expect(heading(tab, 'Check, then start')).toBeVisible();
  await tab.getByRole('button', { name: 'Upgrade 3 devices now' }).click();
  await tab.waitForURL(/\/tasks\/[0-9a-f]{24}/);
  await tab.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tasks' }).click();
  await tab.getByRole('main').getByRole('link', { name: 'Drafts' }).click();
  await expect(heading(tab, 'Templates')).toBeVisible();
  await expect(list(tab).getByRole('link', { name: 'killed_often' })).toBeHidden();
  await tab.close();
});

test('a draft goes on in another browser after signing in there', async ({ page, browser, stack }) => {
  await begin(page);
  await page.getByLabel('Task name').fill('on_the_move');
  await next(page);
  await page.getByRole('textbox', { name: 'Device IDs' }).fill('dev-1\ndev-2');
  await saved(page);
  const elsewhere = await browser.newContext({ baseURL: stack.url });
  const other = await elsewhere.newPage();
  await other.goto('/sign-in?next=/c/simulator/tasks/drafts');
  await other.getByRole('button', { name: /^Operations/ }).click();
  const row = list(other).getByRole('row', { name: /on_the_move/ });
  await expect(row).toContainText('Firmware upgrade');
  await expect(row.getByRole('cell').nth(2)).toHaveText('2');
  await row.getByRole('link', { name: 'on_the_move' }).click();
  await expect(other.getByRole('textbox', { name: 'Device IDs' })).toHaveValue('dev-1\ndev-2');
  await elsewhere.close();
});

test('two tabs change the same draft: nothing is lost without a person saying so', async ({ page, context }) => {
  await begin(page);
  await page.getByLabel('Task name').fill('of_two_tabs');
  await saved(page);
  const other = await context.newPage();
  await resume(other, 'of_two_tabs');
  await other.getByLabel('Task name').fill('of_the_second_tab');
  await saved(other);
  await page.getByLabel('Task name').fill('of_the_first_tab');
  const said = page.getByRole('alert').filter({ hasText: 'changed in another tab' });
  await expect(said).toBeVisible();
  await expectAccessible(page);
  await said.getByRole('button', { name: 'Load the other version' }).click();
  await expect(page.getByLabel('Task name')).toHaveValue('of_the_second_tab');
  await expect(said).toBeHidden();

  await other.getByLabel('Task name').fill('once_more');
  await expect(other.getByText(/^Saving/)).toBeVisible();
  await saved(other);
  await page.getByLabel('Task name').fill('of_the_first_tab');
  await said.getByRole('button', { name: 'Save this in its place' }).click();
  await saved(page);
  await other.reload();
  await expect(other.getByLabel('Task name')).toHaveValue('of_the_first_tab');
});

test('only what could not be saved keeps a person from leaving', async ({ page, context }) => {
  await begin(page);
  await page.getByLabel('Task name').fill('saved_late');
  await saved(page);
  const tasks = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tasks' });
  await context.setOffline(true);
  await page.getByLabel('Task name').fill('saved_later');
  await expect(page.getByText('The draft could not be saved')).toBeVisible();
  await tasks.click();
  const asked = page.getByRole('dialog', { name: 'Leave this page?' });
  await asked.getByRole('button', { name: 'Cancel' }).click();
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Save now' }).click();
  await saved(page);
  await tasks.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Batch tasks' })).toBeVisible();
  await resume(page, 'saved_later');
  await expect(page.getByLabel('Task name')).toHaveValue('saved_later');
});

test('a template holds fast what it was told to', async ({ page }) => {
  await begin(page);
  await page.getByLabel('Task name').fill('night_shift');
  await page.goto(`${page.url().split('?')[0]}?step=policy`);
  await page.getByLabel('Retries per device').fill('2');
  await page.getByLabel('Minutes between retries').fill('5');
  await saved(page);
  await page.getByRole('button', { name: 'Save as template…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as template' });
  await dialog.getByLabel('Name of the template').fill('At night');
  await dialog.getByLabel('Automatic retry').check();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save template' }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole('link', { name: 'Drafts and templates' }).click();
  const row = page.getByRole('table', { name: 'Templates' }).getByRole('row', { name: /At night/ });
  await expect(row).toContainText('Automatic retry');
  await expectAccessible(page);
  await row.getByRole('button', { name: 'New task from this At night' }).click();
  await expect(page.getByLabel('Task name')).toHaveValue('night_shift');
  await page.getByLabel('Task name').fill('from_the_template');
  await saved(page);
  await page.goto(`${page.url().split('?')[0]}?step=policy`);
  await expect(page.getByText('Automatic retry: held fast by the template “At night”')).toBeVisible();
  await expect(page.getByLabel('Minutes between retries')).toBeDisabled();
  await expect(page.getByLabel('Minutes between retries')).toHaveValue('5');
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Drafts and templates' }).click();
  await row.getByRole('button', { name: 'Edit… At night' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit template' });
  await edit.getByLabel('Name of the template').fill('By day');
  await edit.getByLabel('Everyone may begin tasks with it').check();
  await edit.getByRole('button', { name: 'Save template' }).click();
  await expect(page.getByRole('table', { name: 'Templates' }).getByRole('row', { name: /By day/ })).toContainText(
    'for everyone',
  );
});

test('drafts by keyboard: duplicated, and deleted after a question', async ({ page }) => {
  await begin(page);
  await page.getByLabel('Task name').fill('twice');
  await saved(page);
  await page.getByRole('link', { name: 'Drafts and templates' }).click();
  await tabTo(page, page.getByRole('button', { name: 'Duplicate twice', exact: true }));
  await page.keyboard.press('Enter');
  await expect(list(page).getByRole('link', { name: 'twice_copy' })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Delete… twice_copy' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  const asked = page.getByRole('dialog', { name: 'Delete “twice_copy”?' });
  await expect(asked.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await tabTo(page, asked.getByRole('button', { name: 'Delete' }));
  await page.keyboard.press('Enter');
  await expect(list(page).getByRole('link', { name: 'twice_copy' })).toBeHidden();
  await expect(list(page).getByRole('link', { name: 'twice', exact: true })).toBeVisible();
});

test('the address of a draft that is gone says so', async ({ page }) => {
  await page.goto('/c/simulator/tasks/new/0123456789abcdef');
  await expect(page.getByText('There is no such draft')).toBeVisible();
  await expectAccessible(page);
});

test.describe('a request in JSON', () => {
  const openImport = async (page: Page) => {
    await page.goto('/c/simulator/tasks/drafts');
    await page.getByRole('button', { name: 'Import a request…' }).click();
    return page.getByRole('dialog', { name: 'Import a request' });
  };

  test('becomes a draft, and what it lacks is said', async ({ page, stack }) => {
    const dialog = await openImport(page);
    await expectAccessible(page);
    const request = {
      app_id: stack.world.fleet.catalogue.spaces[0]?.appId,
      task_name: 'from_json',
      task_type: 'createMessages',
      targets: deviceIds(stack, 'waterMeter', 3),
      document: { message: 'hello', message_id: 'fixed' },
    };
    const command = `curl -X POST https://platform.example/batchtasks -H 'X-Auth-Token: s3cret' -d '${JSON.stringify(request)}'`;
    await dialog.getByRole('textbox', { name: 'Request' }).fill(command);
    const sent = page.waitForRequest(/\/requests$/);
    await dialog.getByRole('button', { name: 'Make a draft' }).click();
    expect((await sent).postData()).not.toContain('s3cret');
    const notice = page.getByRole('status').filter({ hasText: 'Begun with an imported request' });
    await expect(notice).toContainText('The console has no place for document.message_id.');
    await expect(heading(page, 'Check, then start')).toBeVisible();
    await expect(page.getByText('from_json', { exact: true })).toBeVisible();
    await saved(page);
    await resume(page, 'from_json');
    await expect(notice).toBeVisible();
    await expectAccessible(page);
  });

  test('that is none loses nothing, and its place is marked', async ({ page }) => {
    const dialog = await openImport(page);
    const field = dialog.getByRole('textbox', { name: 'Request' });
    const broken = '{"task_type": "freezeDevices",\n "targets": ["a",]}';
    await field.fill(broken);
    await dialog.getByRole('button', { name: 'Make a draft' }).click();
    await expect(dialog.getByText('This is not JSON: line 2, column 18 cannot be read.')).toBeVisible();
    await expect(field).toBeFocused();
    await expect(field).toHaveValue(broken);
    await expectAccessible(page);
    const say = async (request: object, sentence: RegExp) => {
      await field.fill(JSON.stringify(request));
      await dialog.getByRole('button', { name: 'Make a draft' }).click();
      await expect(dialog.getByText(sentence)).toBeVisible();
    };
    await say({ task_type: 'reboot' }, /does not know tasks of the kind “reboot”/);
    await say(
      { task_type: 'freezeDevices', targets: ['a'], targets_filter: { group_ids: ['b'] } },
      /in more than one way \(targets, targets_filter\)/,
    );
    await say({ task_type: 'freezeDevices', targets: ['a b'] }, /"a b" is not a device ID/);
  });

  test('of 30,001 devices in a file is told that these are too many, and 30,000 begin a draft', async ({
    page,
    stack,
  }) => {
    const request = (count: number) => ({
      app_id: stack.world.fleet.catalogue.spaces[0]?.appId,
      task_name: 'from_a_file',
      task_type: 'freezeDevices',
      targets: Array.from({ length: count }, (_, at) => `device-${at}`),
    });
    const dialog = await openImport(page);
    const drop = async (count: number) => {
      const chooser = page.waitForEvent('filechooser');
      await dialog.getByRole('button', { name: 'Choose a file…' }).click();
      const buffer = Buffer.from(JSON.stringify(request(count)));
      await (await chooser).setFiles({ name: 'request.json', mimeType: 'application/json', buffer });
      await expect(dialog.getByText(/^request.json is too long to be shown here/)).toBeVisible();
      await dialog.getByRole('button', { name: 'Make a draft' }).click();
    };
    await drop(30_001);
    await expect(dialog.getByText('The request names 30,001 devices. A task takes up to 30,000.')).toBeVisible();
    await expectAccessible(page);
    await drop(30_000);
    await expect(heading(page, 'Check, then start')).toBeVisible();
    await expect(page.getByText('30,000 devices').first()).toBeVisible();
  });
});
