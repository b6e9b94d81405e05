import type { Locator, Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { deviceIds, timesRetried } from '#e2e/support/verbs.ts';
import { statusOf, targetOf } from '#simulator/world/task.ts';

test.use({ scenario: 'thirty-thousand' });

const devices = (page: Page) => page.getByRole('table', { name: 'Devices of the task' });
const idsIn = async (table: Locator) => {
  const names = await table
    .getByRole('button', { name: /^Copy device ID / })
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent));
  return names.map((name) => name.replace('Copy device ID ', ''));
};

/** How much the browser holds: elements of the whole page, and of the largest row. */
const drawn = async (page: Page) => ({
  elements: await page.evaluate(() => document.body.getElementsByTagName('*').length),
  elementsOfRow: await devices(page)
    .getByRole('row')
    .evaluateAll((rows) => Math.max(...rows.map((row) => row.getElementsByTagName('*').length + 1))),
});
const expectLittleDrawn = async (page: Page) => {
  await expect(devices(page).getByRole('row')).toHaveCount(51);
  const { elements, elementsOfRow } = await drawn(page);
  expect(elements).toBeLessThanOrEqual(1_000);
  expect(elementsOfRow).toBeLessThanOrEqual(20);
};

test('a task of 30,000 devices opens at once, and is paged, searched and retried from its copy', async ({
  page,
  stack,
  signIn,
}) => {
  const [task] = stack.world.tasks.values();
  if (task === undefined) throw new Error('the scenario has a task');
  const all = deviceIds(stack, 'waterMeter', 30_000).toSorted();
  await signIn('support');
  await page.getByRole('link', { name: 'All_meters_2_5_0', exact: true }).click();
  await expect(page.getByText('All 30,000 rows are copied').first()).toBeVisible({ timeout: 90_000 });

  await test.step('one call of the platform before it is painted, and none for paging', async () => {
    stack.log.clear();
    await page.reload();
    await expect(page.getByRole('button', { name: 'All devices 30,000' })).toBeVisible();
    const asked = () => stack.log.entries.filter(({ taskId }) => taskId === task.taskId).map(({ kind }) => kind);
    expect(asked()).toEqual(['show']);

    await page.getByRole('tab', { name: 'Devices' }).click();
    await expect(page.getByText('1–50 of 30,000')).toBeVisible();
    await expect.poll(() => idsIn(devices(page))).toEqual(all.slice(0, 50));
    await page.getByRole('button', { name: 'Last' }).click();
    await expect(page.getByText('29,951–30,000 of 30,000')).toBeVisible();
    await expect.poll(() => idsIn(devices(page))).toEqual(all.slice(-50));
    await page.reload();
    await expect.poll(() => idsIn(devices(page))).toEqual(all.slice(-50));
    await expectLittleDrawn(page);
    await page.getByRole('button', { name: 'Previous' }).click();
    await expect(page.getByText('29,901–29,950 of 30,000')).toBeVisible();
    await expect.poll(() => idsIn(devices(page))).toEqual(all.slice(-100, -50));
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByText('29,951–30,000 of 30,000')).toBeVisible();
    await page.getByRole('button', { name: 'First' }).click();
    await expect(page.getByText('1–50 of 30,000')).toBeVisible();
    await expectLittleDrawn(page);
    // The second reload was a person opening the page again.
    expect(asked()).toEqual(['show', 'show']);
  });

  await test.step('a device is found by part of its ID', async () => {
    const wanted = all[12_345] ?? '';
    await page.getByRole('searchbox', { name: 'Device ID' }).fill(wanted.slice(-7));
    await expect(page.getByText('1–1 of 1')).toBeVisible();
    await expect.poll(() => idsIn(devices(page))).toEqual([wanted]);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect(page.getByText('1–50 of 30,000')).toBeVisible();
  });

  await test.step('failed devices are chosen on two pages and retried, and only they', async () => {
    const failed = Array.from({ length: task.rows.size }, (_, row) => row)
      .filter((row) => statusOf(task.rows, row) === 'Fail')
      .map((row) => targetOf(stack.world.fleet, task.rows, row))
      .toSorted();
    const chosen = [...failed.slice(0, 2), ...failed.slice(50, 100)];
    await page.getByRole('button', { name: /^Failed [\d,]+/ }).click();
    await expect.poll(() => idsIn(devices(page))).toEqual(failed.slice(0, 50));
    for (const id of chosen.slice(0, 2))
      await devices(page)
        .getByRole('checkbox', { name: `Select ${id}` })
        .check();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect.poll(() => idsIn(devices(page))).toEqual(failed.slice(50, 100));
    await devices(page).getByRole('checkbox', { name: 'Select the 50 rows of this page' }).check();
    await expect(page.getByText('52 selected, also on other pages')).toBeVisible();
    await page.getByRole('button', { name: 'Previous' }).click();
    await expect(devices(page).getByRole('checkbox', { name: `Select ${chosen[0]}` })).toBeChecked();
    await expect(devices(page).getByRole('checkbox', { name: `Select ${failed[2]}` })).not.toBeChecked();

    await page.getByRole('button', { name: 'Retry 52 selected devices' }).click();
    const dialog = page.getByRole('dialog', { name: 'Retry the selected devices' });
    await dialog.getByRole('button', { name: 'Retry 52 devices' }).click();
    await expect(dialog.getByText('52 accepted')).toBeVisible();
    expect(timesRetried(stack, task.taskId)).toEqual(new Map(chosen.map((id) => [id, 1])));
  });
});
