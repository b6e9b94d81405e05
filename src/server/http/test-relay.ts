/** What the tests of several processes on one database share. */
import type { LiveEvent } from '#shared/api/events.ts';
import { noCounts } from '#shared/domain/counting.ts';
import type { Store } from '#server/store/store.ts';
import type { TaskSighting } from '#server/store/task-store.ts';
import { createEventHub } from './event-hub.ts';
import { createEventRelay } from './event-relay.ts';
import { listeningLog } from './test-support.ts';

const seen = (succeeded: number): TaskSighting => ({
  id: 't1',
  platformName: '水表'.repeat(1_000),
  kind: 'firmwareUpgrade',
  state: 'processing',
  rawState: 'Processing',
  note: null,
  spaceId: null,
  counts: { ...noCounts, total: 9, succeeded },
  createdAt: 1,
  startsAt: null,
  retry: null,
  packageIds: [],
  groupIds: [],
  requestJson: '{}',
});
export const sample = (at: number): LiveEvent => ({
  type: 'sample',
  connection: 'demo',
  taskId: 't1',
  sample: { at, counts: noCounts },
});

/** A process: what it publishes, and what it hears of others. */
export function replica(owner: string, store: Store) {
  const log = listeningLog();
  const events = createEventHub(log);
  const published: LiveEvent[] = [];
  const heard = { waiting: null as (() => void) | null };
  events.listen((_, event) => {
    published.push(event);
    heard.waiting?.();
  });
  const relay = createEventRelay({ events, store, log, owner });
  /** Resolves when this many events have been published here. */
  const has = (count: number) =>
    new Promise<void>((resolve) => {
      heard.waiting = () => published.length >= count && resolve();
      heard.waiting();
    });
  return { log, events, published, relay, has };
}

/** The task changes, and the process says so. */
export async function see(store: Store, events: { publish(event: LiveEvent): void }, succeeded: number) {
  for (const { task, isNew } of await store.tasks.see('demo', [seen(succeeded)], succeeded))
    events.publish({ type: 'task', task, isNew });
}
