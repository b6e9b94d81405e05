import type { Locator, Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import type { Stack } from '#e2e/support/stack.ts';
import { makeElsewhere } from '#e2e/support/elsewhere.ts';
import { deviceIds, expectAccessible, failedIn, openTaskId, tabTo, truthOf } from '#e2e/support/verbs.ts';
import { pack } from '#simulator/scenarios/utility-fleet.ts';
import type { TaskOrder } from '#simulator/world/task.ts';

test.use({ ownScenario: 'half-failed' });

/** A task that somebody made at the platform, with everything that a copy can lack; its ID. */
function lackingCopy(stack: Stack, more: Partial<TaskOrder>): string {
  const taskId = makeElsewhere(stack, {
    name: 'Made-elsewhere',
    mode: 'GATEWAY',
    needConfirm: false,
    extInfo: { window: 'night', token: 'known to nobody' },
    document: { package_ids: [stack.world.fleet.catalogue.packages[pack.meter250]?.packageId], speed: 3 },
    scheduledMs: stack.world.clock.now() - 60_000,
    retry: { count: 2, intervalMinutes: 5 },
    targets: { deviceIds: deviceIds(stack, 'waterMeter', 5) },
    ...more,
  });
  stack.world.advance('10 min');
  return taskId;
}

async function openTask(page: Page, taskId: string): Promise<void> {
  await page.goto(new URL(`/c/simulator/tasks/${taskId}`, page.url()).href);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

async function openCopy(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Copy to a new draft…' }).click();
  return page.getByRole('dialog', { name: /^Copy “/ });
}

const notice = (page: Page) => page.getByRole('status').filter({ hasText: 'Begun as a copy of' });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 2, name });

test('the failed devices of a task become a task of their own, exactly those', async ({ page, ownStack }) => {
  const [task] = ownStack.world.tasks.values();
  const failed = failedIn(ownStack, task?.taskId ?? '');
  await openTask(page, task?.taskId ?? '');
  const dialog = await openCopy(page);
  await expect(dialog.getByRole('radio', { name: 'The same devices (1,200)' })).toBeChecked();
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expectAccessible(page);
  await dialog.getByRole('radio', { name: `Only devices that failed (${failed.length})` }).check();
  await dialog.getByRole('button', { name: 'Make the draft' }).click();

  await expect(heading(page, 'Check, then start')).toBeVisible();
  await expect(notice(page)).toContainText('Everything was taken over.');
  await expect(page.getByText('水表_2_5_0_half_failed_copy', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: `Upgrade ${failed.length} devices now` }).click();
  await page.waitForURL(/\/tasks\/[0-9a-f]{24}/);
  // Also while the platform is still preparing it.
  const { targets } = truthOf(ownStack, openTaskId(page)).order;
  expect('deviceIds' in targets && targets.deviceIds.toSorted()).toEqual(failed);
});

test('a copy says what it lacks, survives a reload, and leads back to its task', async ({ page, ownStack }) => {
  const taskId = lackingCopy(ownStack, {});
  await openTask(page, taskId);
  await (await openCopy(page)).getByRole('button', { name: 'Make the draft' }).click();
  await expect(notice(page).getByRole('listitem')).toHaveText([
    'The console has no place for document.speed.',
    'task_ext_info.token may be a secret, which the console does not keep. Enter it again.',
    'The start time has passed: this draft starts at once unless you choose another.',
  ]);
  await expect(page.getByText(/^Draft saved /)).toBeVisible();
  await page.reload();
  await expect(notice(page).getByRole('listitem')).toHaveCount(3);
  await expectAccessible(page);
  await notice(page).getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice(page)).toBeHidden();
  await page.getByRole('link', { name: 'Drafts and templates' }).click();
  const row = page.getByRole('table', { name: 'Drafts' }).getByRole('row', { name: /Made_elsewhere_copy/ });
  await expect(row.getByRole('cell').nth(2)).toHaveText('5');
  await row.getByRole('link', { name: 'Made_elsewhere_copy' }).click();
  await expect(heading(page, 'Check, then start')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Exact request' })).toContainText('"task_mode": "GATEWAY"');
  await expect(page.getByRole('textbox', { name: 'Exact request' })).not.toContainText('removed');
});

test('what is gone has to be chosen again, at the step where it is missing', async ({ page, ownStack }) => {
  const taskId = lackingCopy(ownStack, {
    document: { package_ids: ['long-gone'] },
    scheduledMs: null,
    extInfo: null,
  });
  await openTask(page, taskId);
  await (await openCopy(page)).getByRole('button', { name: 'Make the draft' }).click();
  await expect(notice(page)).toContainText('The package long-gone is not offered any more.');
  await expect(heading(page, 'What should be installed?')).toBeVisible();
});

test('a copy by keyboard, without devices', async ({ page, ownStack }) => {
  const [task] = ownStack.world.tasks.values();
  await openTask(page, task?.taskId ?? '');
  await tabTo(page, page.getByRole('button', { name: 'More actions' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Copy to a new draft…' })).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: /^Copy “/ });
  // It takes the focus once it stands.
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await tabTo(page, dialog.getByRole('radio', { checked: true }), 'Shift+Tab');
  await page.keyboard.press('ArrowUp');
  await expect(dialog.getByRole('radio', { name: 'None: I choose them in the draft' })).toBeChecked();
  await tabTo(page, dialog.getByRole('button', { name: 'Make the draft' }));
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Which devices?')).toBeVisible();
});

test.describe('for support', () => {
  test.use({ ownRole: 'support' });

  test('a task is not copied, and the menu says why', async ({ page, ownStack }) => {
    const [task] = ownStack.world.tasks.values();
    await openTask(page, task?.taskId ?? '');
    await page.getByRole('button', { name: 'More actions' }).click();
    await expect(page.getByRole('menuitem', { name: /^Copy to a new draft/ })).toHaveAccessibleName(
      /Your role does not include this\.$/,
    );
  });
});
