import { expect, test } from '#e2e/support/fixtures.ts';
import { openNorthboundStack } from '#e2e/support/stack.ts';
import { expectAccessible, letPass, signInAt } from '#e2e/support/verbs.ts';
import { applicationOf } from '#simulator/northbound/call.ts';

test('a command to a group on the older platform is followed to its end, and a task is opened by its ID', async ({
  page,
}) => {
  const stack = await openNorthboundStack('quiet-fleet');
  await signInAt(page, stack);
  await expect(page.getByText('This platform lists no tasks')).toBeVisible();

  await test.step('the form says what is missing, and sends nothing', async () => {
    await page.getByRole('main').getByRole('link', { name: 'New task' }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: 'New device command' })).toBeVisible();
    await page.getByRole('button', { name: /^Send to 0 devices/ }).click();
    await expect(page.getByText('Enter the name of the command.')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('a command to a group, with the exact request before it is sent', async () => {
    await page.getByLabel('Task name').fill('Open the valves');
    await page.getByLabel('Service').fill('WaterMeter');
    await page.getByRole('textbox', { name: 'Command', exact: true }).fill('ON_OFF');
    await page.getByLabel('Parameters').fill('{"value": "ON"');
    await expect(page.getByText('This is not a JSON object.')).toBeVisible();
    await page.getByLabel('Parameters').fill('{"value": "ON"}');
    await page.getByRole('radio', { name: 'Groups by name' }).check();
    await page.getByLabel('Group names').fill('Canary_meters');
    // Nothing typed is lost by a reload.
    await expect(page.getByRole('button', { name: 'Discard draft' })).toBeEnabled();
    await expect.poll(() => page.evaluate(() => JSON.stringify(sessionStorage))).toContain('Canary_meters');
    await page.reload();
    await expect(page.getByLabel('Group names')).toHaveValue('Canary_meters');
    await expect(page.getByRole('textbox', { name: 'Parameters' })).toContainText('{"value": "ON"}');
    await page.getByRole('button', { name: 'Show the request' }).click();
    await expect(page.getByRole('textbox', { name: 'Exact request' })).toContainText('"taskName": "Open the valves_');
    await expect(page.getByRole('button', { name: 'Copy the curl command' })).toBeVisible();
    await page.getByLabel('Type ON_OFF to confirm').fill('ON_OFF');
    await page.getByRole('button', { name: 'Send the command' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Open the valves' })).toBeVisible();
    await page.waitForURL(/\/tasks\/[0-9a-f]+$/);
  });

  await test.step('it is followed to its end and charted', async () => {
    letPass(stack, '1 h');
    await expect(page.getByText(/^Finished|^All .* succeeded|succeeded/).first()).toBeVisible();
    const [task] = stack.world.commandTasks.values();
    expect(task?.order.param).toMatchObject({ type: 'GroupList', groupList: ['Canary_meters'] });
    await expect(page.getByRole('figure', { name: 'Devices by outcome now' })).toBeVisible();
  });

  await test.step('a task that another program made is opened by its ID, and is in the list from then on', async () => {
    const { taskId } = stack.world.command({
      name: 'Made elsewhere',
      type: 'DeviceCmd',
      timeoutSeconds: 60,
      param: { type: 'DeviceList', appId: applicationOf(stack.world) },
      tags: [],
      items: { devices: [0, 1, 2], strangers: [] },
    });
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tasks' }).click();
    await page.getByLabel('Open a task by its ID').fill(taskId);
    await page.getByLabel('Open a task by its ID').press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Made elsewhere' })).toBeVisible();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tasks' }).click();
    await expect(page.getByRole('link', { name: 'Made elsewhere' }).first()).toBeVisible();
    await expect(page.getByRole('link', { name: 'Open the valves' }).first()).toBeVisible();
  });

  await test.step('what was typed is not lost by a slip', async () => {
    await page.getByRole('main').getByRole('link', { name: 'New task' }).first().click();
    await page.getByLabel('Task name').fill('Half written');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tasks' }).click();
    await page.getByRole('dialog', { name: 'Leave this page?' }).getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByLabel('Task name')).toHaveValue('Half written');
  });
  await page.goto('about:blank');
  await stack.close();
});
