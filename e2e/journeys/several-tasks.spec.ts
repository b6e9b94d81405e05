import { ended, endedTasks } from '#e2e/support/ended-tasks.ts';
import { expect, test } from '#e2e/support/fixtures.ts';
import { expectAccessible, timesRetried } from '#e2e/support/verbs.ts';

test.use({ ownScenario: 'demo' });

test('failed devices of several tasks are retried at once, exactly those that the plan named', async ({
  page,
  ownStack,
}) => {
  await page.goto(`${ownStack.url}/c/simulator/tasks?${ended}`);
  const tasks = await endedTasks(page, ownStack);
  const idOf = (name: string) => tasks.find((task) => task.name === name)?.id ?? '';
  for (const name of ['Gateway_agent_5_0_1', '网关固件_3_2_0_补升级', 'Meters_2_4_1_west_wave', 'Bench_2_5_0_smoke'])
    await page.getByRole('checkbox', { name: `Select ${name}` }).check();
  await page.getByRole('button', { name: 'Retry failed devices…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Retry failed devices' });
  const lines = dialog.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
  await expect(lines).toHaveCount(3);
  await expect(lines.filter({ hasText: 'Gateway_agent_5_0_1' })).toContainText('50 devices');
  await expect(lines.filter({ hasText: 'Meters_2_4_1_west_wave' })).toContainText(
    'The task was stopped and cannot go on.',
  );
  await expect(dialog.getByText('In 1 selected task no device has failed.')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Retry 71 devices' }).click();
  await expect(dialog.getByText('2 retries have begun, for 71 devices.')).toBeVisible();
  for (const [name, count] of [
    ['Gateway_agent_5_0_1', 50],
    ['网关固件_3_2_0_补升级', 21],
  ] as const) {
    await expect.poll(() => timesRetried(ownStack, idOf(name)).size).toBe(count);
    expect(new Set(timesRetried(ownStack, idOf(name)).values())).toEqual(new Set([1]));
  }
  expect(timesRetried(ownStack, idOf('Meters_2_4_1_west_wave')).size).toBe(0);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText('4 selected')).toBeVisible();
});
