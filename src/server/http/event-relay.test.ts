import { expect, test } from 'vitest';
import { openStore } from '#server/store/open-store.ts';
import { replica, sample, see } from './test-relay.ts';

/** Two processes whose notices are delivered when told to. */
async function pair() {
  const store = await openStore({ engine: 'sqlite', file: ':memory:' });
  const [north, south] = [replica('north', store), replica('south', store)];
  const sent: string[] = [];
  const notices = { send: (text: string) => Promise.resolve(void sent.push(text)) };
  for (const { relay } of [north, south]) relay.connect(notices);
  return {
    store,
    north,
    south,
    sent,
    async deliver() {
      for (const text of sent.splice(0)) for (const { relay } of [north, south]) relay.hear(text);
      await Promise.all([north.relay.settled(), south.relay.settled()]);
    },
    [Symbol.asyncDispose]: () => store.close(),
  };
}

test('what one process publishes is published once in the other, and is not told back', async () => {
  await using two = await pair();
  await see(two.store, two.north.events, 1);
  two.north.events.publish(sample(1));
  expect(two.sent.every((text) => Buffer.byteLength(text) < 1_000)).toBe(true);
  await two.deliver();
  expect(two.south.published).toEqual(two.north.published);
  expect(two.south.published).toMatchObject([
    { type: 'task', isNew: true, task: { name: '水表'.repeat(1_000) } },
    sample(1),
  ]);
  expect(two.sent).toEqual([]);
  two.south.events.publish(sample(2));
  await two.deliver();
  expect(two.north.published.at(-1)).toEqual(sample(2));
  expect(two.north.published).toHaveLength(3);
});

test('of several notices about one task the store is read once, and that it is new is not forgotten', async () => {
  await using two = await pair();
  for (const succeeded of [1, 2, 3]) await see(two.store, two.north.events, succeeded);
  const texts = two.sent.splice(0);
  for (const text of texts) two.south.relay.hear(text);
  await two.south.relay.settled();
  expect(two.south.published.length).toBeLessThan(3);
  expect(two.south.published.at(-1)).toMatchObject({ type: 'task', task: { counts: { succeeded: 3 } } });
  expect(two.south.published.some((event) => event.type === 'task' && event.isNew)).toBe(true);
});

test('a task that is gone, nonsense and news of a newer version are passed over', async () => {
  await using two = await pair();
  const about = { from: 'north', connection: 'demo', rev: 1 };
  for (const text of ['no json', '{}', JSON.stringify({ ...about, about: 'from_tomorrow' })])
    two.south.relay.hear(text);
  two.south.relay.hear(JSON.stringify({ ...about, about: 'task', id: 'gone', isNew: false }));
  two.south.relay.hear(JSON.stringify({ ...about, about: 'operation', id: 'gone' }));
  await two.south.relay.settled();
  expect([two.south.published, two.south.log.lines]).toEqual([[], []]);
});

test('that a task is gone is told in the other process, and older news of it no more', async () => {
  await using two = await pair();
  await see(two.store, two.north.events, 1);
  const { task } = two.north.published.find((event) => event.type === 'task') ?? {};
  const ref = { connection: task!.connection, id: task!.id };
  await two.store.tasks.markGone(ref, Date.now());
  const gone = { type: 'task_gone' as const, connection: ref.connection, taskId: ref.id };
  two.north.events.publish(gone);
  await two.deliver();
  expect(two.south.published).toEqual([gone]);
});

test('after a gap every browser of both processes reads everything again', async () => {
  await using two = await pair();
  two.north.relay.gap();
  await two.deliver();
  expect([two.north.published, two.south.published]).toEqual([[{ type: 'reset' }], [{ type: 'reset' }]]);
});

test('a store that cannot be read is not passed over in silence', async () => {
  await using two = await pair();
  await see(two.store, two.north.events, 1);
  two.store.tasks.find = () => Promise.reject(new Error('the disk is gone'));
  await two.deliver();
  expect(two.south.published).toEqual([{ type: 'reset' }]);
  expect(two.south.log.lines).toMatchObject([{ level: 'error' }]);
});

test('a closed process tells nothing more', async () => {
  await using two = await pair();
  two.north.relay.close();
  two.north.events.publish(sample(1));
  expect(two.sent).toEqual([]);
});
