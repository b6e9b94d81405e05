import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { deviceIds, expectAccessible, giveFile, goOn, letPass, openTaskId } from '#e2e/support/verbs.ts';
import { writeWorkbook } from '#server/workbooks/write-workbook.ts';
import { product } from '#simulator/scenarios/utility-fleet.ts';
import { findDevice } from '#simulator/world/fleet.ts';

// Tasks whose devices come from an Excel file.

async function begin(page: Page, kind: string, name: string) {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'New task' }).click();
  await page.getByRole('radio', { name: kind, exact: true }).click();
  await page.getByLabel('Task name').fill(name);
  await goOn(page);
}

async function give(page: Page, rows: readonly (readonly string[])[], button = 'Choose a workbook') {
  const buffer = Buffer.from(writeWorkbook([{ name: 'Devices', rows, widths: [] }]));
  await giveFile(page, page.getByRole('button', { name: button }), { name: 'devices.xlsx', mimeType: '', buffer });
}

test('new devices are registered from a workbook', async ({ page, stack, signIn }) => {
  await signIn('operations');
  await begin(page, 'Create devices', 'new_pumps');
  await expect(page.getByRole('tab', { name: 'Device list' })).toHaveCount(0);
  const template = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the template' }).click();
  expect((await template).suggestedFilename()).toBe('BatchCreateDevices_Template.xlsx');

  const { productId = '' } = stack.world.fleet.catalogue.products[product.waterMeter] ?? {};
  const rows = [
    ['product_id', 'node_id'],
    [productId, 'SN0001'],
    [productId, 'SN0002'],
  ];
  await give(page, rows);
  await expect(page.getByText('2 rows, nothing wrong.')).toBeVisible();
  await expectAccessible(page);
  await goOn(page);
  await goOn(page);
  await page.getByRole('button', { name: 'Create 2 devices now' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'new_pumps' })).toBeVisible();
  await page.waitForURL(/\/tasks\/[0-9a-f]{24}/);
  expect(openTaskId(page)).not.toBe('');
  letPass(stack, '1 h');
  await page.getByRole('tab', { name: 'Devices' }).click();
  const table = page.getByRole('table', { name: 'Devices' });
  for (const node of ['SN0001', 'SN0002'])
    await expect(table.getByRole('row', { name: new RegExp(node) })).toContainText('Succeeded');
  expect(findDevice(stack.world.fleet, `${productId}_SN0001`)).not.toBe(-1);
});

test('bad rows are named, and the mended workbook deletes its devices', async ({ page, stack, signIn }) => {
  await signIn('operations');
  const [one = '', other = ''] = deviceIds(stack, 'waterMeter', 2, 33_950);
  await begin(page, 'Delete devices', 'scrapped');
  await page.getByRole('tab', { name: 'File' }).click();
  await give(page, [['device_id'], [one], ['not an id'], [one]]);
  await expect(page.getByText('2 problems were found')).toBeVisible();
  const rejected = page.getByRole('table', { name: 'Rows to mend' });
  await expect(rejected.getByRole('row', { name: /^3 device_id not an id/ })).toBeVisible();
  await expect(rejected.getByRole('row', { name: /^4 device_id/ })).toContainText('earlier row');
  await expectAccessible(page);
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download 2 problems as CSV' }).click();
  expect((await file).suggestedFilename()).toBe('rejected-rows.csv');

  await give(page, [['device_id'], [one], [other]]);
  await expect(page.getByText('2 rows, nothing wrong.')).toBeVisible();
  await goOn(page);
  await goOn(page);
  await page.getByRole('textbox', { name: /number of devices/i }).fill('2');
  await page.getByRole('button', { name: 'Delete 2 devices now' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'scrapped' })).toBeVisible();
  await page.waitForURL(/\/tasks\/[0-9a-f]{24}/);
  letPass(stack, '1 h');
  await page.getByRole('tab', { name: 'Devices' }).click();
  await expect(page.getByRole('table', { name: 'Devices' }).getByRole('row', { name: new RegExp(one) })).toContainText(
    'Succeeded',
  );
  expect(findDevice(stack.world.fleet, one)).toBe(-1);
});
