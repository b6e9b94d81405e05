import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { expectAccessible, openHalfFailed } from '#e2e/support/verbs.ts';

test.use({ scenario: 'half-failed' });

/** Chooses a format in the export menu and reads the file that the browser keeps. */
async function take(page: Page, format: RegExp, says: string): Promise<{ name: string; bytes: Buffer; text: string }> {
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('menu')).toContainText(says);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: format }).click(),
  ]);
  const bytes = await readFile(await download.path());
  return { name: download.suggestedFilename(), bytes, text: bytes.toString('utf8') };
}

const rowsOf = (text: string) => text.trimEnd().split('\r\n');

test('a support person takes the failed devices of a task with them, exactly those on the page', async ({
  page,
  signIn,
}) => {
  await signIn('support');
  await openHalfFailed(page);
  await page.getByRole('tab', { name: 'Devices' }).click();
  await page.getByRole('combobox', { name: 'Outcome' }).click();
  await page.getByRole('option', { name: 'Failed' }).click();
  await expect(page.getByText('1–50 of 1,200')).toBeHidden();
  const shown = /of ([\d,]+)/.exec(await page.getByText(/^1–50 of [\d,]+$/).innerText())?.[1] ?? '';
  const total = Number(shown.replace(',', ''));
  expect(total).toBeGreaterThan(50);
  expect(total).toBeLessThan(1_200);
  const firstOnPage = await page
    .getByRole('table', { name: 'Devices of the task' })
    .getByRole('row')
    .nth(1)
    .innerText();

  const csv = await take(page, /^CSV For spreadsheets/, `Export of ${shown} devices`);
  expect(csv.name).toMatch(/^[^/]*half_failed[^/]*-devices-outcome_failed-\d+_rows-\d{8}T\d{4}Z\.csv$/);
  const [header, ...rows] = rowsOf(csv.text);
  expect(header).toMatch(/^Device ID,Outcome,Error code,/);
  expect(rows).toHaveLength(total);
  expect(rows.every((row) => row.split(',')[1] === 'failed')).toBe(true);
  // A long ID is broken into lines.
  expect(firstOnPage.replaceAll(/\s/g, '')).toContain(rows[0]?.split(',')[0] ?? 'nothing');

  const excel = await take(page, /^CSV for Excel/, 'Outcome: Failed');
  expect([...excel.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(rowsOf(excel.text)).toHaveLength(total + 1);

  const raw = await take(page, /^Raw CSV/, 'Outcome: Failed');
  expect(rowsOf(raw.text)[0]).toMatch(/^deviceId,outcome,errorCode,/);

  const json = await take(page, /^JSON/, 'Outcome: Failed');
  const file = JSON.parse(json.text) as { total: number; rows: unknown[]; filter: unknown };
  expect(file).toMatchObject({ of: 'devices', total, filter: { outcome: 'failed' } });
  expect(file.rows).toHaveLength(total);
  expect(json.name).toMatch(/\.json$/);

  await page.getByRole('searchbox', { name: /^Device ID/ }).fill(rows[0]?.split(',')[0] ?? 'nothing');
  await expect(page.getByText('1–1 of 1')).toBeVisible();
  const one = await take(page, /^Raw CSV/, 'Export of 1 device');
  expect(rowsOf(one.text)).toHaveLength(2);

  await page.getByRole('tab', { name: 'Failures' }).click();
  const failures = await take(page, /^CSV For spreadsheets/, 'devices');
  expect(rowsOf(failures.text).length - 1).toBeGreaterThanOrEqual(total);
});

// At a console of its own: how a list was narrowed is remembered for the person, who is another journey's as well.
test('the list is taken as it is narrowed, by keyboard, in Chinese', async ({ page, ownStack }) => {
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: '简体中文' }).click();
  await page.goto(`${ownStack.url}/c/simulator/tasks?q=half_failed`);
  await expect(page.getByRole('link', { name: /half_failed$/ }).first()).toBeVisible();
  await page.getByRole('button', { name: '导出' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toContainText('half_failed');
  await expectAccessible(page);
  await page.keyboard.press('ArrowDown');
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  const text = await readFile(await download.path(), 'utf8');
  const [header, ...rows] = rowsOf(text);
  expect(header).toContain('\uFEFF任务 ID,名称,平台上的名称,类型,状态');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every((row) => row.includes('half_failed'))).toBe(true);
});

test('one cause is taken from the failures of all tasks, and the list in every format', async ({ page, ownStack }) => {
  await openHalfFailed(page);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Failures' }).click();
  const group = page.getByRole('navigation', { name: 'Groups of failures' }).getByRole('button').nth(1);
  await group.click();
  await expect(group).toHaveAttribute('aria-current', 'true');
  const [, count = '', code = ''] = (await group.innerText()).split('\n').filter((line) => line.trim() !== '');
  const panel = page.getByRole('region', { name: 'Failed devices' }).first();
  await panel.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('menu')).toContainText('Error code');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /^Raw CSV/ }).click(),
  ]);
  const [header, ...rows] = rowsOf(await readFile(await download.path(), 'utf8'));
  expect(header).toMatch(/^deviceId,taskId,taskName,/);
  expect(rows).toHaveLength(Number(count.replaceAll(',', '')));
  expect(new Set(rows.map((row) => row.split(',')[6]))).toEqual(new Set([code.trim()]));

  await page.goto(`${ownStack.url}/c/simulator/tasks?q=half_failed`);
  await expect(page.getByRole('link', { name: /half_failed$/ }).first()).toBeVisible();
  const csv = await take(page, /^CSV For spreadsheets/, 'Export of 1 task');
  expect(csv.name).toMatch(/half_failed.*Z\.csv$/);
  expect(csv.bytes[0]).not.toBe(0xef);
  const raw = await take(page, /^Raw CSV/, 'Text: half_failed');
  expect(rowsOf(raw.text)).toHaveLength(2);
  const json = await take(page, /^JSON/, 'Text: half_failed');
  expect(JSON.parse(json.text)).toMatchObject({ of: 'tasks', total: 1, filter: { q: 'half_failed' } });
});
