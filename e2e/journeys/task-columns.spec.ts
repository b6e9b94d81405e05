import type { Task } from '#shared/domain/task.ts';
import { ended, endedTasks, list, namesIn, writeAbout } from '#e2e/support/ended-tasks.ts';
import { expect, test } from '#e2e/support/fixtures.ts';
import { expectAccessible } from '#e2e/support/verbs.ts';

test.use({ scenario: 'demo' });

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

test('every column can be shown, and sorts the list both ways', async ({ page, stack, signIn }) => {
  await signIn('operations', `/c/simulator/tasks?${ended}`);
  await writeAbout(page, 'Meters_2_4_1_west_wave', { owner: 'Cleo', tags: 'spring' });
  await writeAbout(page, 'Bench_2_5_0_smoke', { owner: 'Ben', tags: 'pilot' });
  await page.getByRole('button', { name: 'Columns' }).click();
  for (const name of ['Success', 'Start', 'Owner', 'Tags', 'Note', 'Ticket', 'Space'])
    await page.getByRole('checkbox', { name, exact: true }).check();
  await page.keyboard.press('Escape');
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
        await expect(async () => {
          const tasks = await endedTasks(page, stack);
          const shown = await namesIn(page);
          expect(shown.toSorted()).toEqual(tasks.map((task) => task.name).toSorted());
          const of = new Map(tasks.map((task) => [task.name, value(task)]));
          const rows = shown.map((one) => of.get(one) ?? '');
          expect(isInOrder(rows, direction as 'ascending'), rows.join()).toBe(true);
        }).toPass();
      }
      expect(directions).toEqual(new Set(['ascending', 'descending']));
    });
  }
  await expectAccessible(page);
});

test('on a phone the cards of the list are sorted as well', async ({ page, signIn }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn('operations', `/c/simulator/tasks?${ended}`);
  // The tags on a card are items of a list as well.
  const cards = page
    .getByRole('list', { name: 'Batch tasks' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('link') });
  await page.getByRole('combobox', { name: 'Sort by' }).selectOption('Failed');
  await expect(page).toHaveURL(/sort=-failed/);
  await expect(cards.first()).toContainText('Meters_2_4_1_west_wave');
  await page.getByRole('button', { name: /^Largest, last or newest on top/ }).click();
  await expect(page).toHaveURL(/sort=failed/);
  await expect(cards.last()).toContainText('Meters_2_4_1_west_wave');
  await expectAccessible(page);
});
