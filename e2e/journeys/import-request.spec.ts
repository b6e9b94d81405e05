import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { deviceIds, expectAccessible, giveFile } from '#e2e/support/verbs.ts';

const drafts = '/c/simulator/tasks/drafts';
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 2, name });

const openImport = async (page: Page) => {
  await page.getByRole('button', { name: 'Import a request…' }).click();
  return page.getByRole('dialog', { name: 'Import a request' });
};

test.beforeEach(async ({ signIn }) => signIn('operations', drafts));

test('a request in JSON becomes a draft, and what it lacks is said', async ({ page, stack }) => {
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
  await expect(page.getByText(/^Draft saved /)).toBeVisible();
  await page.goto(drafts);
  await page.getByRole('table', { name: 'Drafts' }).getByRole('link', { name: 'from_json' }).click();
  await expect(notice).toBeVisible();
  await expectAccessible(page);
});

test('a request in JSON that is none loses nothing, and its place is marked', async ({ page }) => {
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

test('a request in JSON of 30,001 devices in a file is told that these are too many, and 30,000 begin a draft', async ({
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
    const buffer = Buffer.from(JSON.stringify(request(count)));
    const file = { name: `request-${count}.json`, mimeType: 'application/json', buffer };
    await giveFile(page, dialog.getByRole('button', { name: 'Choose a file…' }), file);
    await expect(dialog.getByText(`request-${count}.json is too long to be shown here`)).toBeVisible();
    await dialog.getByRole('button', { name: 'Make a draft' }).click();
  };
  await drop(30_001);
  await expect(dialog.getByText('The request names 30,001 devices. A task takes up to 30,000.')).toBeVisible();
  await expectAccessible(page);
  await drop(30_000);
  await expect(heading(page, 'Check, then start')).toBeVisible();
  await expect(page.getByText('30,000 devices').first()).toBeVisible();
});
