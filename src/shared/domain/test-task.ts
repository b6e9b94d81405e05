/** A task for tests: what a test does not care about is as quiet as can be. */
import { noAnnotation } from './annotation.ts';
import { noCounts } from './counting.ts';
import type { Task } from './task.ts';

export const taskOf = (change: Partial<Task> & Pick<Task, 'id'>): Task => ({
  connection: 'demo',
  name: change.id,
  platformName: change.id,
  kind: 'firmwareUpgrade',
  state: 'processing',
  rawState: 'Processing',
  note: null,
  spaceId: null,
  counts: noCounts,
  createdAt: 0,
  startsAt: null,
  createdBy: null,
  retry: null,
  packageIds: [],
  groupIds: [],
  annotation: noAnnotation,
  twin: null,
  failedAt: null,
  changedAt: 0,
  seenAt: 0,
  rev: 1,
  ...change,
});
