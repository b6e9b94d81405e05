import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { makeElsewhere } from '#e2e/support/elsewhere.ts';
import { choosePackage, deviceIds, expectAccessible, giveFile, goOn } from '#e2e/support/verbs.ts';
import { workbook } from '#simulator/files/test-workbook.ts';
import { findDevice } from '#simulator/world/fleet.ts';

const at = (step: string) => `/c/simulator/tasks/new?step=${step}`;
const list = (page: Page) => page.getByRole('region', { name: 'Device IDs of the list' });

const choose = (page: Page, name: string, buffer: Buffer) =>
  giveFile(page, page.getByRole('button', { name: 'Choose a file' }), {
    name,
    mimeType: 'application/octet-stream',
    buffer,
  });

/** With the devices chosen, from the name of the task to its review. */
async function nameAndReview(page: Page, name: string) {
  await page.goto(at('type'));
  await page.getByLabel('Task name').fill(name);
  await goOn(page);
  await goOn(page);
  await choosePackage(page);
}

test.beforeEach(async ({ signIn }) => signIn('operations', at('targets')));

test('a CSV as Chinese spreadsheets save it, with a header and lines that are no devices', async ({ page, stack }) => {
  const meters = deviceIds(stack, 'waterMeter', 800, 30_300);
  // "位置,设备ID" in GB18030.
  const head = Buffer.from([0xce, 0xbb, 0xd6, 0xc3, 0x2c, 0xc9, 0xe8, 0xb1, 0xb8, 0x49, 0x44, 0x0a]);
  const rows = [...meters.map((id) => `x,${id}`), 'x,dev 1', `x,${meters[0]}`].join('\n');
  await choose(page, 'meters.csv', Buffer.concat([head, Buffer.from(rows)]));
  await expect(page.getByText('meters.csv · read as GB18030')).toBeVisible();
  await expect(page.getByText('800 devices in this task')).toBeVisible();
  await expect(page.getByText('1 duplicate is left out')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Column with the device IDs' })).toHaveValue('2: 设备ID');
  await page.getByRole('button', { name: 'Show what is left out' }).click();
  await expect(page.getByRole('table', { name: 'Left-out lines' }).getByRole('row')).toHaveText([
    /^Line/,
    /^802dev 1Only letters/,
    /^803.*Already on line 2$/,
  ]);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download these lines' }).click();
  expect((await saved).suggestedFilename()).toBe('left-out-lines.csv');
  await expectAccessible(page);

  await test.step('a device is found, taken out, and brought back', async () => {
    const [, , third = ''] = meters;
    await page.getByRole('textbox', { name: 'Find in the list' }).fill(third);
    await expect(page.getByText('1 of them matches')).toBeVisible();
    await list(page)
      .getByRole('button', { name: `Take ${third} out` })
      .click();
    await expect(page.getByText('799 devices in this task')).toBeVisible();
    await page.getByRole('button', { name: 'Undo removal' }).click();
    await expect(page.getByText('800 devices in this task')).toBeVisible();
  });

  await test.step('the list is still there after a reload, and is what is sent', async () => {
    await page.reload();
    await expect(page.getByText('800 devices in this task')).toBeVisible();
    await nameAndReview(page, 'from_a_list');
    await page.getByRole('button', { name: 'Upgrade 800 devices now' }).click();
    await page.waitForURL(/\/tasks\/[0-9a-f]{24}/);
    const created = stack.log.entries.findLast(({ kind, acted }) => kind === 'create' && acted);
    expect(created?.targets).toEqual(meters);
  });
});

test('the first sheet of a workbook', async ({ page, stack }) => {
  const meters = deviceIds(stack, 'waterMeter', 3);
  await choose(page, 'meters.xlsx', Buffer.from(workbook(['device_id', ...meters].map((text) => [text]))));
  await expect(page.getByText('meters.xlsx · first sheet of the workbook')).toBeVisible();
  await expect(page.getByText('3 devices in this task')).toBeVisible();
  await expect(list(page).getByRole('listitem')).toHaveText(meters);
  await choose(page, 'picture.xlsx', Buffer.from('\u0089PNG\u0000\u0000'));
  await expect(page.getByRole('alert')).toHaveText(/^This file could not be read/);
  await expect(page.getByText('3 devices in this task')).toBeVisible();
});

test('a group, frozen to the devices that are in it now, and left to the platform again', async ({ page }) => {
  await page.getByRole('tab', { name: 'Groups' }).click();
  const groups = page.getByRole('table', { name: 'Groups' });
  const row = groups.getByRole('row').filter({ hasText: 'Static' }).first();
  const count = await row.getByRole('cell').last().innerText();
  await row.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Freeze to these devices now' }).click();
  await expect(page.getByText(`${count} devices in this task`)).toBeVisible();
  await expect(list(page)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Leave it to the platform' }).click();
  await expect(row.getByRole('checkbox')).toBeChecked();
});

test('the frozen devices of a version are counted', async ({ page, stack }) => {
  const { fleet } = stack.world;
  const meters = deviceIds(stack, 'waterMeter', 34_000).map((id) => findDevice(fleet, id));
  const frozen = meters.filter(
    (device) => fleet.frozen[device] === 1 && fleet.versions[fleet.firmware[device] ?? 0] === '2.4.0',
  ).length;
  await page.getByRole('tab', { name: 'Search' }).click();
  await page.getByRole('combobox', { name: 'Product' }).click();
  await page.getByRole('option', { name: '智能水表_WM20' }).click();
  await page.getByRole('textbox', { name: 'Firmware version' }).fill('2.4.0');
  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Frozen' }).click();
  await expect(
    page.getByText(frozen === 1 ? '1 device matches' : `${frozen} devices match`, { exact: true }),
  ).toBeVisible();
  await expectAccessible(page);
});

test('the review names a device that is not there, and takes it out', async ({ page, stack }) => {
  const meters = deviceIds(stack, 'waterMeter', 3, 31_200);
  await page.getByRole('textbox', { name: 'Device IDs' }).fill([...meters, 'nobody-knows-this'].join('\n'));
  await nameAndReview(page, 'looked_at_before');
  await expect(page.getByText('1 device does not exist on the platform')).toBeVisible();
  await page.getByRole('button', { name: 'Upgrade 4 devices now' }).click();
  await expect(page.getByText('Tick this to go on, or take the devices out.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Take this one out' }).first().click();
  await expect(page.getByText('All 3 devices were looked at.')).toBeVisible();
  await page.getByRole('button', { name: 'Upgrade 3 devices now' }).click();
  await page.waitForURL(/\/tasks\/[0-9a-f]{24}/);
  const created = stack.log.entries.findLast(({ kind, acted }) => kind === 'create' && acted);
  expect(created?.targets).toEqual(meters);
});

test('the devices of another task that are not done', async ({ page, stack }) => {
  // They wait to be confirmed, so that their outcomes do not change while they are read.
  const ids = deviceIds(stack, 'waterMeter', 12, 33_800);
  const name = 'Held_for_others';
  const taskId = makeElsewhere(stack, { name, needConfirm: true, targets: { deviceIds: ids } });
  stack.world.advance('20 s');
  // Who looks at a task makes it known to the console, which otherwise finds it with the next look at the lists.
  await page.goto(`/c/simulator/tasks/${taskId}`);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.goto(at('targets'));
  await page.getByRole('tab', { name: 'Another task' }).click();
  await page.getByRole('combobox', { name: 'Task', exact: true }).click();
  await page.getByRole('option', { name }).click();
  await expect(page.getByRole('checkbox', { name: /^Failed \(0\)/ })).toBeChecked();
  await page.getByRole('checkbox', { name: 'Waiting (12)' }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Take these devices' }).click();
  await expect(page.getByText('12 devices in this task')).toBeVisible();
  await expect(list(page).getByRole('listitem')).toHaveText(ids.toSorted());
});

test('all that a search finds are taken as they are then, and exactly they are sent', async ({ page, ownStack }) => {
  const { fleet } = ownStack.world;
  const freeze = (from: number, count: number, frozen: 0 | 1) => {
    for (const id of deviceIds(ownStack, 'waterMeter', count, from)) fleet.frozen[findDevice(fleet, id)] = frozen;
  };
  const frozen = () =>
    deviceIds(ownStack, 'waterMeter', 34_000)
      .filter((id) => fleet.frozen[findDevice(fleet, id)] === 1)
      .toSorted();
  freeze(20_000, 120, 1);
  const before = frozen().length;

  await page.goto(`${ownStack.url}${at('type')}`);
  await page.getByRole('radio', { name: 'Unfreeze devices' }).click();
  await page.getByLabel('Task name').fill('let_them_back');
  await goOn(page);
  await page.getByRole('tab', { name: 'Search' }).click();
  await page.getByRole('combobox', { name: 'Product' }).click();
  await page.getByRole('option', { name: '智能水表_WM20' }).click();
  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Frozen' }).click();
  await expect(page.getByText(`${before} devices match`)).toBeVisible();

  // Between looking and taking, two are let back by somebody else, and five more are frozen.
  freeze(20_000, 2, 0);
  freeze(20_200, 5, 1);
  const now = frozen();
  expect(now).toHaveLength(before + 3);
  await page.getByRole('button', { name: `Take all ${before}` }).click();
  // The platform takes one search a second.
  await expect(page.getByText(`${now.length} devices in this task`)).toBeVisible({ timeout: 60_000 });
  await goOn(page);
  await goOn(page);
  await page.getByRole('button', { name: `Unfreeze ${now.length} devices now` }).click();
  await page.waitForURL(/\/tasks\/[0-9a-f]{24}/);
  const created = ownStack.log.entries.findLast(({ kind, acted }) => kind === 'create' && acted);
  expect(created?.targets?.toSorted()).toEqual(now);
});
