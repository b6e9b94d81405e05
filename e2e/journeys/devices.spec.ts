import { expect, test } from '#e2e/support/fixtures.ts';
import { expectAccessible, letPass, openHalfFailed, timesRetried } from '#e2e/support/verbs.ts';

test.use({ scenario: 'half-failed' });

test('a device is found, tells its story, and is tried again', async ({ page, ownStack }) => {
  await openHalfFailed(page);
  const main = page.getByRole('navigation', { name: 'Main' });
  await page.getByRole('tab', { name: 'Devices' }).click();
  const inTask = page.getByRole('table', { name: 'Devices of the task' }).getByRole('link').first();
  const inTaskId = (await inTask.getAttribute('title')) ?? '';
  await inTask.click();
  await expect(page.getByRole('heading', { level: 1, name: inTaskId })).toBeVisible();
  await page.getByRole('article').first().getByRole('link').first().click();
  await expect(page.getByText('1–1 of 1')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Devices of the task' }).getByTitle(inTaskId)).toBeVisible();
  await main.getByRole('link', { name: 'Failures' }).click();
  const device = page.getByRole('table', { name: 'Failed devices' }).getByRole('link').first();
  const deviceId = (await device.getAttribute('title')) ?? '';
  expect(deviceId).not.toBe('');

  await main.getByRole('link', { name: 'Devices' }).click();
  await expect(page.getByText('Find a device')).toBeVisible();
  await expectAccessible(page);
  const search = page.getByRole('searchbox', { name: 'Device ID, node ID or name' });
  await search.fill('no such device');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No device found')).toBeVisible();

  const nodeId = deviceId.slice(deviceId.indexOf('_') + 1);
  await search.fill(nodeId);
  await page.keyboard.press('Enter');
  const found = page.getByRole('table', { name: 'Devices found' }).getByRole('row').nth(1);
  await expect(found.getByRole('link', { name: deviceId })).toBeVisible();
  await search.fill(deviceId.slice(0, -1));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('table', { name: 'Devices found' }).getByTitle(deviceId)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('table', { name: 'Devices found' }).getByTitle(deviceId).click();

  await expect(page.getByRole('heading', { level: 1, name: deviceId })).toBeVisible();
  await expect(page.getByText(nodeId, { exact: true })).toBeVisible();
  const task = page.getByRole('article').first();
  await expect(task.getByText('1 try seen')).toBeVisible();
  await expect(task.getByText('first seen failed at')).toBeVisible();
  await expect(task.getByText('Does a retry help')).toBeVisible();
  await expectAccessible(page);

  await task.getByRole('button', { name: 'Retry this device…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Retry this device' });
  await dialog.getByRole('button', { name: 'Retry 1 device' }).click();
  await expect(dialog.getByText('The retry has begun.')).toBeVisible();
  const [sim] = ownStack.world.tasks.values();
  await expect.poll(() => [...timesRetried(ownStack, sim?.taskId ?? '')]).toEqual([[deviceId, 1]]);
  await dialog.getByRole('button', { name: 'Close' }).click();

  // The next look finds the device at work, or done, and keeps that beside what was before.
  letPass(ownStack, '1 h');
  await expect(async () => {
    await page.reload();
    await expect(
      page
        .getByRole('article')
        .first()
        .getByText(/^2 tries seen/),
    ).toBeVisible({ timeout: 10_000 });
  }).toPass();
  await expect(page.getByText(/^\d+ changes seen$/)).toBeVisible();
});

test('a device that nobody knows says so', async ({ page, signIn }) => {
  await signIn('manager', '/c/simulator/devices/unknown_device');
  await expect(page.getByText(/^The platform’s inventory does not know this device/)).toBeVisible();
  await expect(page.getByText('The console has not seen this device in a task')).toBeVisible();
  await expectAccessible(page);
});
