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
    await expect(page.getByText(/^Draft saved /)).toBeVisible();
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

  await test.step('what is begun is saved as a draft, and resumed from the list of drafts', async () => {
    const main = page.getByRole('main');
    await main.getByRole('link', { name: 'New task' }).first().click();
    await page.getByLabel('Task name').fill('Half written');
    await page.getByRole('radio', { name: 'Area' }).check();
    await page.getByRole('textbox', { name: 'Area' }).fill('南湖');
    await expect(page.getByText(/^Draft saved /)).toBeVisible();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tasks' }).click();
    await main.getByRole('link', { name: 'Drafts' }).click();
    const drafts = page.getByRole('table', { name: 'Drafts' });
    // The command that was sent is a draft no more.
    await expect(drafts.getByRole('row')).toHaveCount(2);
    await expect(drafts.getByRole('row', { name: /Half written/ })).toContainText('Device command');
    await expectAccessible(page);
    await drafts.getByRole('link', { name: 'Half written' }).click();
    await expect(page.getByRole('textbox', { name: 'Area' })).toHaveValue('南湖');

    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByLabel('Task name').fill('Of the other tab');
    await expect(other.getByText(/^Draft saved /)).toBeVisible();
    await other.close();
    await page.getByLabel('Task name').fill('Of this tab');
    const said = page.getByRole('alert').filter({ hasText: 'changed in another tab' });
    await expect(said).toBeVisible();
    await expectAccessible(page);
    await said.getByRole('button', { name: 'Load the other version' }).click();
    await expect(page.getByLabel('Task name')).toHaveValue('Of the other tab');
  });

  await test.step('a request in JSON, and a copy of a task, begin drafts of their own', async () => {
    const main = page.getByRole('main');
    await main.getByRole('link', { name: 'Begin another' }).click();
    await main.getByRole('button', { name: 'Import a request…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import a request' });
    const param = {
      type: 'GroupIdList',
      groupList: ['g-1'],
      command: { serviceId: 'Valve', method: 'SHUT', paras: {} },
    };
    const body = { appId: 'another', taskType: 'DeviceCmd', taskName: 'From JSON', timeout: 60, param };
    await dialog.getByRole('textbox', { name: 'Request' }).fill(JSON.stringify(body));
    await dialog.getByRole('button', { name: 'Make a draft' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'another is not a resource space' })).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Group IDs' })).toHaveValue('g-1');
    await expect(page.getByLabel('Task name')).toHaveValue('From JSON');
    await expectAccessible(page);

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tasks' }).click();
    await page.getByRole('link', { name: 'Open the valves' }).first().click();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Copy to a new draft…' }).click();
    await page.getByRole('button', { name: 'Make the draft' }).click();
    await expect(page.getByLabel('Task name')).toHaveValue('Open the valves_copy');
    await expect(page.getByRole('textbox', { name: 'Group names' })).toHaveValue('Canary_meters');
    await expect(page.getByRole('textbox', { name: 'Parameters' })).toContainText('"value": "ON"');
  });
  await page.goto('about:blank');
  await stack.close();
});
