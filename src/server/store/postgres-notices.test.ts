import { Client } from 'pg';
import { expect, test } from 'vitest';
import { replica, sample, see } from '#server/http/test-relay.ts';
import { openStore, type StoreOptions } from './open-store.ts';
import { openNotices } from './postgres-notices.ts';

const clock = { sleep: () => Promise.resolve() };

test('a database that cannot be reached is told at once', async () => {
  const quiet = { onNotice: () => undefined, onGap: () => undefined, onError: () => undefined };
  const url = 'postgres://console@127.0.0.1:1/console';
  await expect(openNotices({ url, channel: 'rollout', clock, ...quiet })).rejects.toThrow('ECONNREFUSED');
});

function replicasOn(url: string) {
  test('through PostgreSQL, also after its connection was cut', async () => {
    const schema = `test_relay_${process.pid}_${Date.now()}`;
    const options: StoreOptions = { engine: 'postgres', url, schema };
    const stores = [await openStore(options), await openStore(options)] as const;
    const [north, south] = [replica('north', stores[0]), replica('south', stores[1])];
    const open = ({ relay }: typeof north) =>
      openNotices({
        url,
        channel: schema,
        clock,
        onNotice: relay.hear,
        onGap: relay.gap,
        onError: () => undefined,
      });
    const notices = [await open(north), await open(south)] as const;
    north.relay.connect(notices[0]);
    south.relay.connect(notices[1]);

    await see(stores[0], north.events, 1);
    for (let at = 1; at <= 200; at += 1) north.events.publish(sample(at));
    await south.has(201);
    expect(south.published).toEqual(north.published);

    const other = new Client({ connectionString: url });
    await other.connect();
    await other.query(`select pg_terminate_backend(pid) from pg_stat_activity where query = $1`, [`listen ${schema}`]);
    // Each of the two resets its own browsers, and tells the other that something may be missing.
    await Promise.all([south.has(202), north.has(202)]);
    await see(stores[1], south.events, 2);
    await expect.poll(() => north.published.at(-1)).toMatchObject({ type: 'task', task: { counts: { succeeded: 2 } } });
    for (const open of notices) await open.close();
    for (const store of stores) await store.close();
    await other.query(`drop schema ${schema} cascade`);
    await other.end();
  });
}

const url = process.env['TEST_DATABASE_URL'];
if (url !== undefined) replicasOn(url);
