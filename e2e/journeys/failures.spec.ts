import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import type { Stack } from '#e2e/support/stack.ts';
import {
  choosePackage,
  expectAccessible,
  failedIn,
  goOn,
  openHalfFailed,
  tabTo,
  timesRetried,
} from '#e2e/support/verbs.ts';

test.use({ ownScenario: 'half-failed' });

/** Waits until the console has copied the one task of this world, then opens the failures of all tasks. */
async function openFailures(page: Page, stack: Stack): Promise<string> {
  await openHalfFailed(page);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Failures' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Failures' })).toBeVisible();
  const [task] = stack.world.tasks.values();
  return task?.taskId ?? '';
}

const groups = (page: Page) => page.getByRole('navigation', { name: 'Groups of failures' });

/** Opens the largest group; its error code and the number of its devices. */
async function openLargest(page: Page): Promise<{ code: string; count: number }> {
  const largest = groups(page).getByRole('button').first();
  await largest.click();
  await expect(largest).toHaveAttribute('aria-current', 'true');
  const [, count = '', code = ''] = (await largest.innerText()).split('\n').filter((line) => line.trim() !== '');
  return { code: code.trim(), count: Number(count.replaceAll(',', '')) };
}

test('a group is retried: exactly its devices, once each', async ({ page, ownStack }) => {
  const taskId = await openFailures(page, ownStack);
  const { code, count } = await openLargest(page);
  const failed = failedIn(ownStack, taskId, code);
  expect(failed).toHaveLength(count);

  await page.getByRole('button', { name: `Retry ${count} devices…` }).click();
  const dialog = page.getByRole('dialog', { name: 'Retry failed devices' });
  await expect(dialog.getByRole('list', { name: 'Tasks' }).getByRole('listitem')).toHaveCount(1);
  await expect(dialog.getByText('Retried in place, within the same task.')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: `Retry ${count} devices` }).click();
  await expect(dialog.getByText(`1 retry has begun, for ${count} devices.`)).toBeVisible();
  await expect.poll(() => [...timesRetried(ownStack, taskId).keys()].toSorted()).toEqual(failed);
  expect(new Set(timesRetried(ownStack, taskId).values())).toEqual(new Set([1]));

  await dialog.getByRole('link', { name: /half_failed/ }).click();
  await expect(page.getByRole('dialog').getByText('The platform has answered for every device.')).toBeVisible();
});

test('a group becomes a new task of exactly its devices', async ({ page, ownStack }) => {
  const taskId = await openFailures(page, ownStack);
  const { code, count } = await openLargest(page);
  const failed = failedIn(ownStack, taskId, code);

  await page.getByRole('button', { name: 'New task from these…' }).first().click();
  await expect(page.getByRole('heading', { level: 2, name: 'Which devices?' })).toBeVisible();
  await expect(page.getByText(`${count} devices in this task`)).toBeVisible();
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByLabel('Task name').fill('again');
  await goOn(page);
  await goOn(page);
  await choosePackage(page);
  await page.getByRole('button', { name: `Upgrade ${count} devices now` }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'again' })).toBeVisible();
  const created = () => ownStack.log.entries.find(({ kind, acted }) => kind === 'create' && acted)?.targets;
  await expect.poll(() => [...(created() ?? [])].toSorted()).toEqual(failed);

  // The two tell of each other.
  await page.getByRole('link', { name: /half_failed$/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /half_failed$/ })).toBeVisible();
  await expect(page.getByText('Followed by')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'again', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'again' })).toBeVisible();
  await expect(page.getByText('Devices taken from')).toBeVisible();
});

test('ticked devices alone are retried, and a note on the code is there for the next person', async ({
  page,
  ownStack,
}) => {
  const taskId = await openFailures(page, ownStack);
  const { code } = await openLargest(page);
  const table = page.getByRole('table', { name: 'Failed devices' });
  const boxes = table.getByRole('checkbox', { name: /^Select device/ });
  await boxes.nth(0).check();
  await boxes.nth(2).check();
  await page.getByRole('button', { name: 'Retry 2 devices…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Retry 2 devices' }).click();
  await expect(dialog.getByText('1 retry has begun, for 2 devices.')).toBeVisible();
  await expect.poll(() => timesRetried(ownStack, taskId).size).toBe(2);
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  await page.getByRole('button', { name: 'Write a note' }).click();
  await page.getByLabel(`Note on ${code}`).fill('Known since May; the vendor works on it.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Known since May; the vendor works on it.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Known since May; the vendor works on it.')).toBeVisible();
});

test('packages are called by their names, groups are sorted, and one task is looked at alone', async ({
  page,
  ownStack,
}) => {
  const taskId = await openFailures(page, ownStack);
  await expect(groups(page).getByRole('button').nth(1)).toBeVisible();
  const byCode = await groups(page).innerText();
  const answer = Promise.withResolvers<void>();
  await page.route(/\/failures\/groups\?.*by=package/, async (route) => {
    await answer.promise;
    await route.continue();
  });
  await page.getByLabel('Group by').selectOption('Package');
  await expect(page).toHaveURL(/by=package/);
  // Until the answer is there, the groups are still those of the question before, with their names.
  await expect(groups(page)).toHaveText(byCode, { useInnerText: true });
  answer.resolve();
  await expect(groups(page).getByRole('button')).toHaveCount(1);
  await expect(groups(page).getByRole('button')).toContainText('2.5.0');
  await page.getByLabel('Group by').selectOption('Error code');

  const shown = () => groups(page).getByRole('button').allInnerTexts();
  const counts = async () => (await shown()).map((text) => Number(/^[\d,]+$/m.exec(text)?.[0].replaceAll(',', '')));
  await expect(groups(page).getByRole('button').nth(1)).toBeVisible();
  const most = await counts();
  expect(most).toEqual(most.toSorted((one, other) => other - one));
  await page.getByLabel('Sort groups by').selectOption('Newest cause');
  await expect(page).toHaveURL(/sort=first/);
  await expect(
    groups(page)
      .getByText(/· first /)
      .first(),
  ).toBeVisible();
  const byNumber = (one: number, other: number) => one - other;
  expect((await counts()).toSorted(byNumber)).toEqual(most.toSorted(byNumber));

  const task = page.getByRole('combobox', { name: 'Task', exact: true });
  await task.fill('no such task');
  await expect(page.getByText('No task with failures has this name or ID.')).toBeVisible();
  await task.fill('half_failed');
  await page.getByRole('option', { name: /half_failed/ }).click();
  await expect(page).toHaveURL(new RegExp(`task=${taskId}`));
  await expect(groups(page)).toBeVisible();
  await page.reload();
  await expect(task).toHaveValue(/half_failed/);
  await expectAccessible(page);
  await page.goto(page.url().replace(taskId, 'another'));
  await expect(page.getByText('No failure matches')).toBeVisible();
});

test('failures are grouped and narrowed by keyboard, and the address keeps it', async ({ page, ownStack }) => {
  await openFailures(page, ownStack);
  await page.getByLabel('Group by').selectOption('Task type');
  await expect(groups(page).getByRole('button', { name: /^Firmware upgrade/ })).toBeVisible();
  await expect(page).toHaveURL(/by=kind/);
  await page.getByLabel('Group by').selectOption('Error text');
  const second = groups(page).getByRole('button').nth(1);
  await tabTo(page, second);
  await page.keyboard.press('Enter');
  await expect(second).toHaveAttribute('aria-current', 'true');
  const title = await page.getByRole('heading', { level: 2 }).first().innerText();
  await page.reload();
  await expect(page.getByRole('heading', { level: 2, name: title })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Device ID' }).fill('no such device');
  await expect(page.getByText('No failure matches')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(groups(page)).toBeVisible();
});
