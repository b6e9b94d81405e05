import { expect, test } from '#e2e/support/fixtures.ts';
import { deviceIds, expectAccessible, fillIn, openTaskId, truthOf } from '#e2e/support/verbs.ts';

test('[6] a request that the platform takes twice: everybody is told, and the duplicate is stopped from the page of the other', async ({
  page,
  ownStack,
}) => {
  await fillIn(page, 'taken_twice', deviceIds(ownStack, 'waterMeter', 3));
  await page.getByRole('button', { name: 'Upgrade 3 devices now' }).click();
  await page.waitForURL(/\/tasks\/[0-9a-f]{24}/);
  const kept = openTaskId(page);
  const { order } = truthOf(ownStack, kept);
  const inAnHour = Date.now() + 3_600_000;
  const { taskId } = ownStack.world.act({ kind: 'create', order: { ...order, scheduledMs: inAnHour } }).task;

  const alarm = page.getByRole('alert').filter({ hasText: 'There is a duplicate of this task' });
  // The lists of the platform are read every ten seconds while something moves.
  await expect(alarm).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);
  const main = page.getByRole('navigation', { name: 'Main' });
  await main.getByRole('link', { name: 'Tasks', exact: true }).click();
  await page.getByRole('button', { name: /new tasks? – show/ }).click();
  const row = page.getByRole('row').filter({ hasText: taskId });
  await expect(row).toContainText('Duplicate');
  await expect(page.getByRole('row').filter({ hasText: kept })).not.toContainText('Duplicate');
  await page.getByRole('button', { name: 'All tasks' }).click();
  await page.getByRole('menuitemradio', { name: 'Needs attention' }).click();
  await expect(page.getByRole('row').filter({ hasText: kept })).toBeHidden();
  await row.getByRole('link', { name: 'taken_twice' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'This task is a duplicate' })).toBeVisible();
  await page.getByRole('link', { name: 'Open the task to keep' }).click();

  await alarm.getByRole('button', { name: 'Stop the duplicate' }).click();
  const dialog = page.getByRole('dialog', { name: 'Stop taken_twice?' });
  await expect(dialog.getByText('3 devices that wait do not begin.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Stop the task' }).click();
  await expect(dialog.getByText('3 accepted')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(alarm).toBeHidden();
  await expect.poll(() => truthOf(ownStack, taskId).status).toBe('Stopped');
  expect(truthOf(ownStack, kept).status).not.toBe('Stopped');

  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByText(`Task ${taskId} is one too many: open it and stop it.`)).toBeVisible();
});
