import type { Names } from '#shared/domain/names.ts';
import type { Task } from '#shared/domain/task.ts';
import { ended, endedTasks, list, namesIn, writeAbout } from '#e2e/support/ended-tasks.ts';
import { expect, test } from '#e2e/support/fixtures.ts';

test.use({ scenario: 'demo' });

const rateOf = ({ counts }: Task) => (100 * counts.succeeded) / counts.total;

test('each part of the filter, put together by keyboard, leaves exactly the tasks it speaks of', async ({
  page,
  stack,
  signIn,
}) => {
  await signIn('operations', `/c/simulator/tasks?${ended}`);
  await expect(list(page).getByRole('link', { name: 'Bench_2_5_0_smoke' })).toBeVisible();
  await writeAbout(page, 'Gateway_agent_5_0_1', { owner: 'Anna', tags: 'winter' });
  const tasks = await endedTasks(page, stack);
  expect(tasks.length).toBeGreaterThan(5);
  // Days begin where the browser is.
  const { day, start, midnight } = await page.evaluate(() => {
    const at = new Date(Date.now() - 2.5 * 86_400_000);
    const two = (part: number) => String(part).padStart(2, '0');
    return {
      day: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
      start: new Date(at).setHours(0, 0, 0, 0),
      midnight: new Date().setHours(0, 0, 0, 0),
    };
  });
  const [pack = ''] = tasks.find(({ name }) => name === 'Gateway_agent_5_0_1')?.packageIds ?? [];
  const known = await page.request.get(`${stack.url}/api/v1/connections/simulator/names`);
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
    ['Created on or after', ['Created', 'on or after', day], /createdFrom=/, ({ createdAt }) => createdAt >= start],
    [
      'Created on or before',
      ['Created', 'on or before', day],
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
        // Names of packages are fetched when the first of them is asked for.
        if (word === packName) await expect(page.getByRole('option').filter({ hasText: pack })).toBeVisible();
        await page.keyboard.press('Enter');
      }
      await expect(page).toHaveURL(address);
      await expect(page.getByRole('button', { name: new RegExp(`^Remove ${said}`) })).toBeVisible();
      await expect(async () => {
        const expected = (await endedTasks(page, stack)).filter(is).map(({ name }) => name);
        expect((await namesIn(page)).toSorted()).toEqual(expected.toSorted());
      }).toPass();
      await page.getByRole('button', { name: new RegExp(`^Remove ${said}`) }).click();
      await expect(page).not.toHaveURL(address);
    });
  }
  await expect(page.getByText('State is Succeeded or Partly succeeded or Failed or Stopped')).toBeVisible();
});
