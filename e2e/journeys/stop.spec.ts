import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import type { Stack } from '#e2e/support/stack.ts';
import { makeElsewhere } from '#e2e/support/elsewhere.ts';
import { deviceIds, expectAccessible, truthOf } from '#e2e/support/verbs.ts';

/** A rollout that somebody begins at the platform, of water meters that wait to be confirmed; its ID. */
function begin(stack: Stack, name: string, { held = true } = {}): string {
  const targets = { deviceIds: deviceIds(stack, 'waterMeter', 12) };
  const taskId = makeElsewhere(stack, { name, needConfirm: held, targets });
  stack.world.advance('20 s');
  return taskId;
}

async function open(page: Page, taskId: string, search = ''): Promise<void> {
  const [connection = ''] = page.url().match(/\/c\/[^/]+/) ?? [];
  await page.goto(new URL(`${connection}/tasks/${taskId}${search}`, page.url()).href);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** What the platform was asked to do with a task, each with the devices it named. */
const asked = ({ log }: Stack, kind: string, taskId: string) =>
  log.entries
    .filter((entry) => entry.kind === kind && entry.taskId === taskId)
    .map(({ acted, targets }) => ({
      acted,
      targets: targets ? [...targets].toSorted((a, b) => (a < b ? -1 : 1)) : null,
    }));

test('a running rollout is stopped: it says before what happens, and the platform is asked once', async ({
  page,
  ownStack,
}) => {
  const taskId = begin(ownStack, 'Held_rollout');
  await open(page, taskId);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Stop Held_rollout?' });
  await expect(dialog.getByText('12 devices that wait do not begin.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Stop the task' }).click();
  await expect(dialog.getByText('12 accepted')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText('12 were stopped', { exact: false })).toBeVisible();
  expect(asked(ownStack, 'stop', taskId)).toEqual([{ acted: true, targets: null }]);
  await expect.poll(() => truthOf(ownStack, taskId).status).toBe('Stopped');
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toHaveAccessibleDescription(
    'The task has ended.',
  );
});

test('chosen devices are stopped by name, and all others go on', async ({ page, ownStack }) => {
  const taskId = begin(ownStack, 'Held_rollout');
  await open(page, taskId, '?tab=devices');
  const boxes = page.getByRole('checkbox', { name: /^Select \S*\d/ });
  await expect(boxes).toHaveCount(12);
  await boxes.nth(0).check();
  await boxes.nth(3).check();
  await page.getByRole('button', { name: 'Stop 2 selected devices' }).click();
  const dialog = page.getByRole('dialog', { name: 'Stop the selected devices?' });
  await dialog.getByRole('button', { name: 'Stop 2 devices' }).click();
  await expect(dialog.getByText('2 accepted')).toBeVisible();
  await expect(dialog.getByRole('table').getByText('Accepted')).toHaveCount(2);
  const ids = deviceIds(ownStack, 'waterMeter', 12).toSorted();
  expect(asked(ownStack, 'stop', taskId)).toEqual([{ acted: true, targets: [ids[0], ids[3]] }]);
  expect(truthOf(ownStack, taskId).status).toBe('Processing');
});

test('devices that wait for a confirmation are confirmed, and begin', async ({ page, ownStack }) => {
  const taskId = begin(ownStack, 'Held_rollout');
  await open(page, taskId);
  await page.getByRole('button', { name: 'Confirm devices' }).click();
  const dialog = page.getByRole('dialog', { name: 'Confirm the devices of Held_rollout?' });
  await dialog.getByRole('button', { name: 'Confirm 12 devices' }).click();
  await expect(dialog.getByText('12 accepted')).toBeVisible();
  const ids = deviceIds(ownStack, 'waterMeter', 12).toSorted();
  expect(asked(ownStack, 'confirm', taskId)).toEqual([{ acted: true, targets: ids }]);
});

test('a task that has ended is deleted: its page says so, and the list no longer has it', async ({
  page,
  ownStack,
}) => {
  const taskId = begin(ownStack, 'Short_rollout', { held: false });
  await open(page, taskId);
  await page.getByRole('button', { name: 'More actions' }).click();
  await expect(page.getByRole('menuitem', { name: /A task can be deleted only after it has ended/ })).toBeVisible();
  await page.keyboard.press('Escape');
  ownStack.world.advance('12 h');
  await page.reload();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete the task' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Short_rollout?' });
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Delete the task' }).click();
  await expect(dialog.getByText('Done')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText('The platform no longer has this task')).toBeVisible();
  await expectAccessible(page);
  expect(asked(ownStack, 'delete', taskId)).toHaveLength(1);
  await page.getByRole('link', { name: 'All tasks' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Batch tasks' })).toBeVisible();
  await expect(page.getByRole('link', { name: /Short_rollout/ })).toHaveCount(0);
});

test.describe('support', () => {
  test.use({ ownRole: 'support' });
  test('sees what it may not do, with the reason', async ({ page, ownStack }) => {
    const taskId = begin(ownStack, 'Held_rollout');
    await open(page, taskId);
    const reason = 'Your role does not include this.';
    for (const name of ['Stop', 'Confirm devices'])
      await expect(page.getByRole('button', { name, exact: true })).toHaveAccessibleDescription(reason);
    await page.getByRole('button', { name: 'More actions' }).click();
    for (const name of ['Copy to a new draft', 'Delete the task'])
      await expect(page.getByRole('menuitem', { name: new RegExp(`^${name}.*${reason}`) })).toBeVisible();
  });
});
