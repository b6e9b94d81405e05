import type { Page } from '@playwright/test';
import type { Names } from '#shared/domain/names.ts';
import type { Task } from '#shared/domain/task.ts';
import { expect, test } from '#e2e/support/fixtures.ts';
import { expectAccessible, timesRetried } from '#e2e/support/verbs.ts';
import type { Stack } from '#e2e/support/stack.ts';

test.use({ scenario: 'demo' });
test.describe.configure({ timeout: 240_000 });

/** Tasks that have ended, so that nothing moves while the journey compares. */
const ended = 'state=succeeded,partly_succeeded,failed,stopped';
const list = (page: Page) => page.getByRole('table', { name: 'Batch tasks' });
/** The names of the listed tasks; the numbers of failed devices are links too. */
const names = (page: Page) =>
  list(page)
    .getByRole('link', { name: /^(?!.* failed devices? of )/ })
    .allTextContents();

async function endedTasks(page: Page, { url }: Stack): Promise<Task[]> {
  const answer = await page.request.get(`${url}/api/v1/connections/simulator/tasks?${ended}&limit=200`);
  return ((await answer.json()) as { tasks: Task[] }).tasks;
}

/** Writes about a task on its page, as staff do, and comes back. */
async function writeAbout(page: Page, name: string, { owner, tags }: { owner: string; tags: string }): Promise<void> {
  await list(page).getByRole('link', { name, exact: true }).click();
  await page.getByRole('button', { name: 'Add a note' }).click();
  await page.getByRole('textbox', { name: 'Owner' }).fill(owner);
  await page.getByRole('textbox', { name: 'Tags' }).fill(tags);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(`Owner: ${owner}`)).toBeVisible();
  await page.goBack();
}

const dayOf = (at: number) => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
const rateOf = ({ counts }: Task) => (100 * counts.succeeded) / counts.total;

test('each part of the filter, put together by keyboard, leaves exactly the tasks it speaks of', async ({
  page,
  ownStack,
}) => {
  await page.goto(`${ownStack.url}/c/simulator/tasks?${ended}`);
  await expect(list(page).getByRole('link', { name: 'Bench_2_5_0_smoke' })).toBeVisible();
  await writeAbout(page, 'Gateway_agent_5_0_1', { owner: 'Anna', tags: 'winter' });
  const tasks = await endedTasks(page, ownStack);
  expect(tasks.length).toBeGreaterThan(5);
  const yesterday = dayOf(Date.now() - 2.5 * 86_400_000);
  const start = new Date(`${yesterday}T00:00:00`).getTime();
  const midnight = new Date().setHours(0, 0, 0, 0);
  const [pack = ''] = tasks.find(({ name }) => name === 'Gateway_agent_5_0_1')?.packageIds ?? [];
  const known = await page.request.get(`${ownStack.url}/api/v1/connections/simulator/names`);
  const packName = ((await known.json()) as Names).package[pack] ?? '';
  expect(packName).toContain('5.0.1');
  const [group = ''] = tasks.find(({ name }) => name === 'Retired_group_3_3_0')?.groupIds ?? [];
  const space = tasks[0]?.spaceId ?? '';

  const parts: [said: string, typed: string[], address: RegExp, is: (task: Task) => boolean][] = [
    [
      'Type is Software upgrade',
      ['Type', 'Software'],
      /kind=softwareUpgrade/,
      ({ kind }) => kind === 'softwareUpgrade',
    ],
    [
      'Needs attention',
      ['Needs attention'],
      /attention=yes/,
      (task) => task.state === 'failed' || task.counts.failed > 0,
    ],
    [
      'Failed devices at least 50',
      ['Failed devices', 'at least', '50'],
      /failedFrom=50/,
      ({ counts }) => counts.failed >= 50,
    ],
    [
      'Failed devices at most 21',
      ['Failed devices', 'at most', '21'],
      /failedTo=21/,
      ({ counts }) => counts.failed <= 21,
    ],
    ['Success rate at least 99%', ['Success rate', 'at least', '99'], /successFrom=99/, (task) => rateOf(task) >= 99],
    ['Success rate at most 95%', ['Success rate', 'at most', '95 %'], /successTo=95/, (task) => rateOf(task) <= 95],
    [
      'Created on or after',
      ['Created', 'on or after', yesterday],
      /createdFrom=/,
      ({ createdAt }) => createdAt >= start,
    ],
    [
      'Created on or before',
      ['Created', 'on or before', yesterday],
      /createdTo=/,
      ({ createdAt }) => createdAt < start + 86_400_000,
    ],
    [
      'Devices failed on or after today',
      ['Devices failed', 'today'],
      /failedSince=today/,
      ({ failedAt }) => (failedAt ?? 0) >= midnight,
    ],
    ['Created by is Outside this console', ['Created by', 'Outside'], /creator=elsewhere/, () => true],
    ['Created by is me', ['Created by', 'me'], /creator=me/, () => false],
    ['Owner is Anna', ['Owner', 'Anna'], /owner=Anna/, ({ annotation }) => annotation.owner === 'Anna'],
    ['Tag is winter', ['Tag', 'winter'], /tag=winter/, ({ annotation }) => annotation.tags.includes('winter')],
    [`Package is ${packName}`, ['Package', packName], /package=/, ({ packageIds }) => packageIds.includes(pack)],
    ['Group is', ['Group', group], /group=/, ({ groupIds }) => groupIds.includes(group)],
    ['Space is', ['Space', space], /space=/, ({ spaceId }) => spaceId === space],
  ];
  const filter = page.getByRole('combobox', { name: 'Add a filter' });
  for (const [said, typed, address, is] of parts) {
    await test.step(said, async () => {
      await filter.focus();
      for (const word of typed) {
        await page.keyboard.type(word);
        await page.keyboard.press('Enter');
      }
      await expect(page).toHaveURL(address);
      await expect(page.getByRole('button', { name: new RegExp(`^Remove ${said}`) })).toBeVisible();
      const expected = tasks.filter(is).map(({ name }) => name);
      await expect.poll(async () => (await names(page)).toSorted()).toEqual(expected.toSorted());
      await page.getByRole('button', { name: new RegExp(`^Remove ${said}`) }).click();
      await expect(page).not.toHaveURL(address);
    });
  }
  await expect(page.getByText('State is Succeeded or Partly succeeded or Failed or Stopped')).toBeVisible();
});

/** What a task is compared by under the name of a column; what has no text comes after what has. */
const values: Record<string, (task: Task) => string | number> = {
  'Name and ID': ({ name }) => name.normalize('NFKC').toLowerCase(),
  Type: ({ kind }) => kind,
  State: ({ state }) => state,
  Success: ({ counts }) => (counts.total === 0 ? -1 : Math.round((1_000 * counts.succeeded) / counts.total)),
  Failed: ({ counts }) => counts.failed,
  Created: ({ createdAt }) => createdAt,
  Start: ({ startsAt, createdAt }) => startsAt ?? createdAt,
  Owner: ({ annotation }) => annotation.owner ?? '\u{10FFFF}',
  Tags: ({ annotation }) => annotation.tags.join() || '\u{10FFFF}',
  Space: ({ spaceId }) => spaceId ?? '\u{10FFFF}',
};
const isInOrder = (of: readonly (string | number)[], direction: 'ascending' | 'descending') =>
  of.slice(1).every((value, nth) => {
    const before = of[nth] ?? '';
    const by =
      typeof value === 'number'
        ? Number(before) - value
        : Buffer.compare(Buffer.from(String(before)), Buffer.from(value));
    return direction === 'ascending' ? by <= 0 : by >= 0;
  });

test('every column can be shown, and sorts the list both ways', async ({ page, ownStack }) => {
  await page.goto(`${ownStack.url}/c/simulator/tasks?${ended}`);
  await writeAbout(page, 'Gateway_agent_5_0_1', { owner: 'Anna', tags: 'winter' });
  await writeAbout(page, 'Bench_2_5_0_smoke', { owner: 'Ben', tags: 'pilot' });
  await page.getByRole('button', { name: 'Columns' }).click();
  for (const name of ['Success', 'Start', 'Owner', 'Tags', 'Note', 'Ticket', 'Space'])
    await page.getByRole('checkbox', { name, exact: true }).check();
  await page.keyboard.press('Escape');
  const tasks = await endedTasks(page, ownStack);
  const of = new Map(tasks.map((task) => [task.name, task]));
  const header = (name: string) => list(page).getByRole('columnheader', { name, exact: true });
  for (const [name, value] of Object.entries(values)) {
    await test.step(name, async () => {
      const directions = new Set<string>();
      for (const _ of ['once', 'twice']) {
        const before = await header(name).getAttribute('aria-sort');
        await header(name).getByRole('button').click();
        await expect(header(name)).not.toHaveAttribute('aria-sort', before ?? 'none');
        const direction = await header(name).getAttribute('aria-sort');
        directions.add(direction ?? '');
        const shown = async () => (await names(page)).map((one) => value(of.get(one) as Task));
        await expect
          .poll(async () => {
            const rows = await shown();
            return rows.length === tasks.length && isInOrder(rows, direction as 'ascending');
          })
          .toBe(true);
      }
      expect(directions).toEqual(new Set(['ascending', 'descending']));
    });
  }
  await expectAccessible(page);
});

test('everybody has four ready-made views, and one’s own view is nobody else’s until it is shared', async ({
  page,
  ownStack,
  browser,
}) => {
  const view = page.getByRole('button', { name: /^View: / });
  const choose = async (name: string) => {
    await view.click();
    await page.getByRole('menuitemradio', { name, exact: true }).click();
    await expect(page.getByRole('button', { name: `View: ${name}`, exact: true })).toBeVisible();
  };
  await choose('Running');
  await expect(list(page).getByRole('link', { name: '全网水表_2_5_0', exact: true })).toBeVisible();
  await expect(list(page).getByRole('link', { name: 'Bench_2_5_0_smoke' })).toHaveCount(0);
  await choose('Needs attention');
  await expect(list(page).getByRole('link', { name: 'Retired_group_3_3_0', exact: true })).toBeVisible();
  await expect(list(page).getByRole('link', { name: 'Bench_2_5_0_smoke' })).toHaveCount(0);
  await choose('Failed today');
  await expect(page).toHaveURL(/failedSince=today/);
  await expect(list(page).getByRole('link', { name: 'Gateway_agent_5_0_1' })).toHaveCount(0);
  await choose('Mine');
  await expect(page.getByText('No task matches')).toBeVisible();
  await choose('All tasks');

  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Rows close together' }).check();
  await page.getByRole('checkbox', { name: 'By', exact: true }).uncheck();
  await page.getByRole('button', { name: 'Move Failed forward' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Save as…' }).click();
  await page.getByLabel('Name of the view').fill('Close together');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'View: Close together', exact: true })).toBeVisible();
  await page.reload();
  const headers = () => list(page).getByRole('columnheader').allInnerTexts();
  await expect.poll(headers).toEqual(['', 'Name and ID', 'Type', 'State', 'Failed', 'Progress', 'Created']);

  const other = await browser.newContext({ locale: 'en-US' });
  const theirs = await other.newPage();
  await theirs.goto(`${ownStack.url}/sign-in`);
  await theirs.getByRole('button', { name: /^Support/ }).click();
  await theirs.getByRole('button', { name: /^View: / }).click();
  await expect(theirs.getByRole('menuitemradio', { name: 'Needs attention' })).toBeVisible();
  await expect(theirs.getByRole('menuitemradio', { name: /Close together/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Stop sharing' })).toBeVisible();
  await theirs.reload();
  await theirs.getByRole('button', { name: /^View: / }).click();
  await expect(theirs.getByRole('menuitemradio', { name: 'Close together (by Operations)' })).toBeVisible();
  await other.close();

  await page.getByRole('button', { name: 'Delete view' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete view' }).click();
  await expect(page.getByRole('button', { name: /^View: All tasks/ })).toBeVisible();
});

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

test('on a phone the cards of the list are sorted as well', async ({ page, ownStack }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${ownStack.url}/c/simulator/tasks?${ended}`);
  const cards = page.getByRole('list', { name: 'Batch tasks' }).getByRole('listitem');
  await page.getByRole('combobox', { name: 'Sort by' }).selectOption('Failed');
  await expect(page).toHaveURL(/sort=-failed/);
  await expect(cards.first()).toContainText('Meters_2_4_1_west_wave');
  await page.getByRole('button', { name: /^Largest, last or newest on top/ }).click();
  await expect(page).toHaveURL(/sort=failed/);
  await expect(cards.last()).toContainText('Meters_2_4_1_west_wave');
  await expectAccessible(page);
});
