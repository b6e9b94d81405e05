import { expect, test } from '#e2e/support/fixtures.ts';
import { deviceIds, letPass, openTaskId, tabTo, timesRetried } from '#e2e/support/verbs.ts';

test('somebody without a pointer starts an upgrade and retries what failed', async ({ page, stack }) => {
  const { keyboard } = page;
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const meters = deviceIds(stack, 'waterMeter', 2);
  stack.world.setOutage(1);

  await page.goto('/');
  await expect(button(/^Operations/)).toBeVisible();
  await tabTo(page, button(/^Operations/));
  await keyboard.press('Enter');
  await page.waitForURL(/\/tasks$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Batch tasks' })).toBeVisible();

  // The shortcut, so that nobody has to walk through the navigation.
  await keyboard.press('c');
  await expect(page.getByRole('heading', { level: 1, name: 'New task' })).toBeVisible();
  await tabTo(page, page.getByLabel('Task name'));
  await keyboard.type('by_keyboard');
  await tabTo(page, button('Next: Devices'));
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'Which devices?' })).toBeFocused();
  await tabTo(page, page.getByRole('textbox', { name: 'Device IDs' }));
  await keyboard.type(meters.join('\n'));
  await expect(page.getByText('2 devices will be upgraded')).toBeVisible();
  await tabTo(page, button('Next: Package'));
  await keyboard.press('Enter');

  await expect(page.getByRole('heading', { level: 2, name: 'What should be installed?' })).toBeFocused();
  await tabTo(page, page.getByLabel('Find a package'));
  await keyboard.type('2.5.0');
  const radio = page.getByRole('radio', { name: 'Use package 2.5.0' });
  await expect(page.getByRole('radio')).toHaveCount(1);
  await tabTo(page, radio);
  await keyboard.press('Space');
  await expect(radio).toBeChecked();
  await tabTo(page, button('Next: Schedule'));
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'When, and what if a device fails?' })).toBeFocused();
  await tabTo(page, button('Next: Review'));
  await keyboard.press('Enter');
  await tabTo(page, button('Upgrade 2 devices now'));
  await keyboard.press('Enter');

  await expect(page.getByRole('heading', { level: 1, name: 'by_keyboard' })).toBeVisible();
  await page.waitForURL(/\/tasks\/[0-9a-f]{24}/);
  const taskId = openTaskId(page);
  letPass(stack, '1 h');
  await expect(page.getByText(/^Failed: all 2 devices failed/)).toBeVisible();
  await tabTo(page, page.getByRole('tab', { name: 'Overview' }));
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Devices' })).toBeFocused();
  await keyboard.press('Enter');
  const box = page.getByRole('checkbox', { name: `Select ${meters[1]}` });
  await expect(box).toBeVisible();
  await tabTo(page, box);
  await keyboard.press('Space');
  await expect(box).toBeChecked();
  // The bar with what can be done stands before the table.
  const retry = button('Retry 1 selected device');
  await expect(retry).toBeVisible();
  await tabTo(page, retry, 'Shift+Tab');
  await keyboard.press('Enter');

  const dialog = page.getByRole('dialog', { name: 'Retry the selected devices' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  // Enter alone confirms nothing, and Escape leads back to where one was.
  await keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(retry).toBeFocused();
  await keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await tabTo(page, dialog.getByRole('button', { name: 'Retry 1 device' }));
  stack.world.setOutage(0);
  await keyboard.press('Enter');
  await expect(dialog.getByText('1 accepted')).toBeVisible();
  await keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(timesRetried(stack, taskId)).toEqual(new Map([[meters[1], 1]]));
  letPass(stack, '1 h');
  await expect(page.getByText(/^Finished with failures: 1 of 2 devices succeeded/)).toBeVisible();
});
