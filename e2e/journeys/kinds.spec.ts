import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import type { Stack } from '#e2e/support/stack.ts';
import { cellsOf, deviceIds, goOn, letPass, next, openTaskId, startTask, truthOf } from '#e2e/support/verbs.ts';
import { outputOf } from '#simulator/iotda/outputs.ts';
import { everDevice, findDevice } from '#simulator/world/fleet.ts';
import { statusOf, targetOf } from '#simulator/world/task.ts';

// Each kind of task from its first step to what became of every device. Upgrades of firmware are the subject of the main job.

const editor = (page: Page, name: string) => page.getByRole('textbox', { name });

/** A new task of this kind for these devices, up to the step after the devices. */
async function begin(page: Page, kind: string, name: string, devices: readonly string[]) {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'New task' }).click();
  await page.getByRole('radio', { name: kind, exact: true }).click();
  await page.getByLabel('Task name').fill(name);
  await goOn(page);
  await page.getByRole('textbox', { name: 'Device IDs' }).fill(devices.join('\n'));
  await goOn(page);
}

async function choose(page: Page, field: string, option: string | RegExp) {
  await page.getByRole('combobox', { name: field }).click();
  await page.getByRole('option', { name: option }).click();
}

/** Goes on from the content, or from the devices where a kind has none, to the review. */
async function toReview(page: Page) {
  const policy = page.getByRole('heading', { level: 2, name: 'When, and what if a device fails?' });
  if (!(await policy.isVisible())) await goOn(page);
  await goOn(page);
  await expect(page.getByRole('textbox', { name: 'Exact request' })).toBeVisible();
}

const outcomes = { Success: 'Succeeded', Fail: 'Failed' } as const;

/** Starts it, lets it end, and finds each device with what the platform says of it. */
async function follow(page: Page, stack: Stack, button: string, name: string, canStop = false): Promise<string[]> {
  await startTask(page, button);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.waitForURL(/\/tasks\/[0-9a-f]{24}/);
  const taskId = openTaskId(page);
  await expect(page.getByText('It cannot be stopped any more.')).toHaveCount(canStop ? 0 : 1);
  letPass(stack, '60 h');
  const task = truthOf(stack, taskId);
  await page.getByRole('tab', { name: 'Devices' }).click();
  const table = page.getByRole('table', { name: 'Devices' });
  const outputs: string[] = [];
  for (let nth = 0; nth < task.rows.size; nth += 1) {
    const status = statusOf(task.rows, nth);
    const output = outputOf(stack.world, task, nth) ?? '';
    const row = table.getByRole('row', { name: new RegExp(targetOf(stack.world.fleet, task.rows, nth)) });
    expect(['Success', 'Fail']).toContain(status);
    await expect(row).toContainText(outcomes[status as keyof typeof outcomes]);
    if (status === 'Success') await expect.poll(async () => (await cellsOf(table, row))['Output'] ?? '').toBe(output);
    if (status === 'Success') outputs.push(output);
  }
  expect(outputs).not.toEqual([]);
  return outputs;
}

test.beforeEach(async ({ signIn }) => signIn('operations'));

test('a software upgrade with something for the devices to know', async ({ page, stack }) => {
  await begin(page, 'Software upgrade', 'agent_5_1', deviceIds(stack, 'gateway', 3));
  await page.getByRole('radio', { name: 'Use package 5.1.0' }).check();
  await goOn(page);
  await editor(page, 'Extra information for the devices (JSON)').fill('{"window": "night"}');
  await toReview(page);
  await follow(page, stack, 'Upgrade 3 devices now', 'agent_5_1', true);
});

test('a module upgrade', async ({ page, stack }) => {
  await begin(page, 'Module upgrade', 'modem_1_1', deviceIds(stack, 'gateway', 3, 10));
  await page.getByRole('radio', { name: 'Use package 1.1.0' }).check();
  await goOn(page);
  await expect(page.getByRole('checkbox', { name: 'Gateway mode' })).toBeHidden();
  await toReview(page);
  await follow(page, stack, 'Upgrade 3 devices now', 'modem_1_1');
});

test('a command that is filled in from the product, as a form and as JSON', async ({ page, stack }) => {
  await begin(page, 'Commands', 'close_valves', deviceIds(stack, 'waterMeter', 3, 30_220));
  // The platform takes a command that has neither, so that it has to be seen.
  await expect(page.getByText('Without a name: {}')).toBeVisible();
  await choose(page, 'Product', '智能水表_WM20');
  await choose(page, 'Service', /^WaterMeter/);
  await choose(page, 'Command', 'SET_INTERVAL');
  await next(page).click();
  await expect(page.getByText('Enter a value.')).toBeVisible();
  await page.getByLabel('seconds').fill('59');
  await expect(page.getByText('This value is too small.')).toBeVisible();
  await page.getByRole('tab', { name: 'JSON' }).click();
  await expect(editor(page, 'Parameters')).toContainText('"seconds": 59');
  await editor(page, 'Parameters').fill('{"seconds": 600}');
  await page.getByRole('tab', { name: 'Form' }).click();
  await expect(page.getByLabel('seconds')).toHaveValue('600 s');
  await toReview(page);
  const outputs = await follow(page, stack, 'Send the command to 3 devices now', 'close_valves');
  expect(outputs[0]).toContain('"result_code":0');
});

test('a command for lamps that sleep', async ({ page, stack }) => {
  await begin(page, 'Asynchronous commands', 'dim', deviceIds(stack, 'lamp', 3));
  await choose(page, 'Product', 'NB_Street_Lamp');
  await choose(page, 'Service', /^Lamp/);
  await choose(page, 'Command', 'DIM');
  await page.getByLabel('brightness').fill('30');
  await page.getByLabel('Wait how long (seconds)').fill('172801');
  await next(page).click();
  await expect(page.getByText(/^Enter a whole number of seconds from 0 to 172,800/)).toBeVisible();
  await page.getByLabel('Wait how long (seconds)').fill('172800');
  await toReview(page);
  const outputs = await follow(page, stack, 'Send the command to 3 devices now', 'dim');
  expect(outputs[0]).toContain('SUCCESSFUL');
});

test('a message to a topic of the product', async ({ page, stack }) => {
  await begin(page, 'Messages', 'greetings', deviceIds(stack, 'waterMeter', 3, 30_230));
  await page.getByRole('textbox', { name: 'Text' }).fill('hello');
  await page.getByRole('radio', { name: 'Custom topic of the product' }).check();
  await page.getByLabel('Topic name').fill('greetings');
  await page.getByRole('button', { name: 'Add a user property' }).click();
  await page.getByLabel('Name 1').fill('from');
  await page.getByLabel('Value 1').fill('console');
  await toReview(page);
  const outputs = await follow(page, stack, 'Send the message to 3 devices now', 'greetings');
  expect(outputs[0]).toContain('DELIVERED');
});

test('a property that can be written', async ({ page, stack }) => {
  await begin(page, 'Device shadows', 'intervals', deviceIds(stack, 'waterMeter', 3, 30_240));
  await choose(page, 'Product', '智能水表_WM20');
  await page.getByRole('button', { name: 'Add a service' }).click();
  await choose(page, 'Service', 'WaterMeter');
  await expect(page.getByLabel('flow')).toBeHidden();
  await page.getByLabel('reportInterval').fill('900');
  await toReview(page);
  const outputs = await follow(page, stack, 'Set properties of 3 devices now', 'intervals');
  expect(outputs[0]).toContain('"service_id":"WaterMeter"');
});

test('devices are locked out, and let in again', async ({ page, stack }) => {
  const meters = deviceIds(stack, 'waterMeter', 3, 30_250);
  await begin(page, 'Freeze devices', 'lock_out', meters);
  await toReview(page);
  const freeze = page.getByRole('button', { name: 'Freeze 3 devices now' });
  await freeze.click();
  await expect(page.getByText('Type the number of devices.')).toBeVisible();
  await page.getByLabel('Type the number of devices to confirm').fill('3');
  await follow(page, stack, 'Freeze 3 devices now', 'lock_out');
  expect(frozen(stack, meters)).toBe(3);

  await begin(page, 'Unfreeze devices', 'let_in', meters);
  await toReview(page);
  await follow(page, stack, 'Unfreeze 3 devices now', 'let_in');
  expect(frozen(stack, meters)).toBe(0);
});

test('devices are deleted once their number is typed', async ({ page, stack }) => {
  // Of those that no other journey at this console names.
  const meters = deviceIds(stack, 'waterMeter', 2, 33_900);
  await begin(page, 'Delete devices', 'scrapped', meters);
  await toReview(page);
  await expect(page.getByText(/this cannot be stopped or undone/)).toBeVisible();
  await page.getByLabel('Type the number of devices to confirm').fill('3');
  await page.getByRole('button', { name: 'Delete 2 devices now' }).click();
  await expect(page.getByText('Type the number of devices.')).toBeVisible();
  const asked = stack.log.entries.filter(({ kind, targets }) => kind === 'create' && targets?.[0] === meters[0]);
  expect(asked).toEqual([]);
  await page.getByLabel('Type the number of devices to confirm').fill('2');
  await follow(page, stack, 'Delete 2 devices now', 'scrapped');
  expect(meters.map((id) => findDevice(stack.world.fleet, id))).toEqual([-1, -1]);
});

function frozen({ world: { fleet } }: Stack, ids: readonly string[]): number {
  return ids.filter((id) => fleet.frozen[everDevice(fleet, id)] === 1).length;
}
