import { expect, test } from 'vitest';
import type { LiveEvent } from '#shared/api/events.ts';
import { beatLimits, createBeat } from './beat.ts';
import { firstTask, makeTasks, quiet } from './test-scenarios.ts';
import { connection, openSite } from './test-site.ts';

function setUp() {
  const told: LiveEvent[] = [];
  let now = 1_000_000;
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const events = {
    publish: (event: LiveEvent) => void told.push(event),
    listen: () => () => undefined,
    since: () => null,
    last: () => '',
  };
  return { told, beat: createBeat({ connection, clock, events }), pass: (ms: number) => void (now += ms) };
}

test('what was looked at in between is told together, and nothing is told twice', () => {
  const { told, beat, pass } = setUp();
  beat.unchanged('a', 1);
  beat.unchanged('a', 2);
  beat.unchanged('b', 3);
  expect(told).toEqual([{ type: 'seen', connection, indexedAt: null, tasks: [{ id: 'a', at: 1 }] }]);
  pass(beatLimits.everyMs);
  beat.indexed(7);
  expect(told.slice(1)).toEqual([
    {
      type: 'seen',
      connection,
      indexedAt: 7,
      tasks: [
        { id: 'a', at: 2 },
        { id: 'b', at: 3 },
      ],
    },
  ]);
  pass(beatLimits.everyMs);
  beat.indexed(7);
  expect(told).toHaveLength(2);
});

test('many tasks are told in several events, each small enough for other processes', () => {
  const { told, beat, pass } = setUp();
  beat.indexed(1);
  for (let n = 0; n < 150; n += 1) beat.unchanged(`${n}`.padStart(64, '0'), 1_763_712_000_000);
  pass(beatLimits.everyMs);
  beat.indexed(2);
  const sizes = told.slice(1).map((event) => (event.type === 'seen' ? event.tasks.length : 0));
  expect(sizes).toEqual([60, 60, 30]);
  for (const event of told) expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(7_500);
});

test('a task that stands still is told to have been seen, and so is the list', async () => {
  const site = await openSite(quiet);
  makeTasks(site, 1, { held: true });
  site.clock.advance(10_000);
  await site.work.tick('index');
  const { id } = firstTask(site);
  await site.work.tick('sampler');
  site.events.splice(0);
  site.clock.advance(60_000);
  await site.work.tick('sampler');
  await site.work.tick('index');
  site.clock.advance(beatLimits.everyMs);
  await site.work.tick('index');
  const seen = site.events.filter((event) => event.type === 'seen');
  expect(seen.flatMap(({ tasks }) => tasks.map((task) => task.id))).toContain(id);
  expect(seen.at(-1)?.indexedAt).toBe(await site.store.tasks.indexedAt(connection));
  expect(site.events.some((event) => event.type === 'task')).toBe(false);
});
