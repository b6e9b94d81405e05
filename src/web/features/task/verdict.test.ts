import { describe, expect, test } from 'vitest';
import { noCounts } from '#shared/domain/counting.ts';
import { stuckAfterMs } from '#shared/domain/progress.ts';
import type { Counts, Sample, Task } from '#shared/domain/task.ts';
import { verdictOf } from './verdict.ts';

const now = Date.UTC(2026, 10, 21, 6);
const judge = (
  change: Partial<Omit<Task, 'counts'>> & { counts?: Partial<Counts> },
  samples: readonly Sample[] = [],
) => {
  const { counts, ...rest } = change;
  const task = {
    state: 'processing',
    rawState: 'Processing',
    note: null,
    startsAt: null,
    retry: null,
    ...rest,
  } as const;
  return verdictOf({ ...task, counts: { ...noCounts, ...counts } }, now, samples);
};
const hour = 3_600_000;
const sample = (ago: number, counts: Partial<Counts>): Sample => ({
  at: now - ago,
  counts: { ...noCounts, ...counts },
});

describe('the verdict', () => {
  test('a running task says how many reported, how well, and what is still open', () => {
    const counts = { total: 1000, succeeded: 791, failed: 21, waiting: 12, processing: 176 };
    expect(judge({ counts })).toEqual({
      tone: 'moving',
      heading: 'running',
      clauses: [
        { clause: 'reported', reported: 812, total: 1000 },
        { clause: 'rate', succeeded: 791, reported: 812 },
        { clause: 'failed', devices: 21 },
        { clause: 'open', devices: 188 },
      ],
    });
  });

  test('there is no rate before the first report', () => {
    const { clauses } = judge({ counts: { total: 3, waiting: 3 } });
    expect(clauses.map(({ clause }) => clause)).toEqual(['reported', 'open']);
  });

  test('a device that waits for its automatic retry is named apart from failed ones', () => {
    const { clauses } = judge({ counts: { total: 4, succeeded: 2, retryPending: 1, processing: 1 } });
    expect(clauses).toContainEqual({ clause: 'retry_pending', devices: 1 });
    expect(clauses.some(({ clause }) => clause === 'failed')).toBe(false);
  });

  test('a finished task is all good, all bad, or says both', () => {
    expect(judge({ state: 'succeeded', counts: { total: 1200, succeeded: 1200 } })).toEqual({
      tone: 'good',
      heading: 'succeeded',
      clauses: [{ clause: 'all_succeeded', devices: 1200 }],
    });
    expect(judge({ state: 'failed', counts: { total: 7, failed: 7 } })).toMatchObject({
      tone: 'bad',
      heading: 'failed',
    });
    expect(judge({ state: 'partly_succeeded', counts: { total: 10_000, succeeded: 9_999, failed: 1 } })).toEqual({
      tone: 'bad',
      heading: 'finished_with_failures',
      clauses: [
        { clause: 'succeeded', succeeded: 9_999, total: 10_000 },
        { clause: 'failed', devices: 1 },
      ],
    });
  });

  test('removed devices alone are not called failures', () => {
    const verdict = judge({ state: 'partly_succeeded', counts: { total: 5, succeeded: 4, removed: 1 } });
    expect(verdict).toMatchObject({ tone: 'plain', heading: 'finished' });
    expect(verdict.clauses).toContainEqual({ clause: 'removed', devices: 1 });
  });

  test('a task that failed before it had devices repeats what the platform says', () => {
    expect(judge({ state: 'failed', note: 'The group is empty.' })).toEqual({
      tone: 'bad',
      heading: 'failed_as_a_whole',
      clauses: [{ clause: 'platform_says', text: 'The group is empty.' }],
    });
  });

  test('a waiting task says when it starts, and once that time has passed that it is due', () => {
    const startsAt = now + 5 * 3_600_000;
    expect(judge({ state: 'waiting', startsAt, counts: { total: 9 } })).toMatchObject({
      heading: 'scheduled',
      clauses: [{ clause: 'starts', startsAt, devices: 9 }],
    });
    expect(judge({ state: 'waiting', startsAt: now }).heading).toBe('due');
    expect(judge({ state: 'waiting' }).heading).toBe('due');
    expect(judge({ state: 'initializing' }).heading).toBe('preparing');
  });

  test('[19] counts that do not add up are said to be so, and no share is drawn from them', () => {
    expect(judge({ counts: { total: 100, succeeded: 90, failed: 5 } })).toEqual({
      tone: 'doubt',
      heading: 'figures_incomplete',
      clauses: [{ clause: 'counted', counted: 95, total: 100 }],
    });
  });

  test('a state of tomorrow is repeated and judged neither good nor bad', () => {
    expect(judge({ state: 'other', rawState: 'Paused2', counts: { total: 1, succeeded: 1 } })).toEqual({
      tone: 'doubt',
      heading: 'unknown_state',
      clauses: [{ clause: 'platform_says', text: 'Paused2' }],
    });
  });

  test('waiting for offline devices is a state of its own, until 49 hours without any change', () => {
    const counts = { total: 2, succeeded: 1, waiting: 1 };
    expect(judge({ counts }, [sample(5 * hour, counts)])).toEqual({
      tone: 'plain',
      heading: 'waiting_for_devices',
      clauses: [
        { clause: 'awaited', devices: 1, forMs: 20 * hour },
        { clause: 'reported', reported: 1, total: 2 },
        { clause: 'rate', succeeded: 1, reported: 1 },
      ],
    });
    expect(judge({ counts }, [sample(stuckAfterMs, counts)]).heading).toBe('waiting_for_devices');
    const stuck = judge({ counts }, [sample(stuckAfterMs + 1, counts)]);
    expect(stuck).toMatchObject({ tone: 'doubt', heading: 'stuck' });
    expect(stuck.clauses[0]).toEqual({ clause: 'quiet', since: now - stuckAfterMs - 1 });
  });

  test('a running task says when it may end, once enough is known, and that offline devices may hold it up', () => {
    const half = { total: 100, succeeded: 50, processing: 50 };
    const begun = sample(4 * 60_000, { total: 100, processing: 100 });
    const { clauses } = judge({ counts: half }, [begun, sample(0, half)]);
    expect(clauses.at(-1)).toMatchObject({ clause: expect.stringMatching(/^ends(_within)?$/) });
    expect(judge({ counts: half }, [begun]).clauses.at(-1)).toEqual({ clause: 'open', devices: 50 });
    const held = { total: 100, succeeded: 50, processing: 49, waiting: 1 };
    const quick = sample(30_000, { total: 100, processing: 100 });
    const last = judge({ counts: held }, [quick, sample(0, held)]).clauses.at(-1);
    expect(last?.clause === 'ends_at_latest' && last.untilMs).toBeGreaterThan(24 * hour);
    const slow = { total: 1_000, succeeded: 50, processing: 50, waiting: 900 };
    const slowly = sample(4 * 60_000, { total: 1_000, succeeded: 0, processing: 50, waiting: 950 });
    const between = judge({ counts: slow }, [slowly, sample(0, slow)]).clauses.at(-1);
    expect(between).toMatchObject({ clause: 'ends_between' });
    expect(between?.clause === 'ends_between' && between.fromMs).toBeGreaterThan(10 * 60_000);
  });

  test('a stopped task says how far it had come', () => {
    const verdict = judge({ state: 'stopped', counts: { total: 10, succeeded: 6, stopped: 4 } });
    expect(verdict).toMatchObject({ tone: 'plain', heading: 'stopped' });
    expect(verdict.clauses).toContainEqual({ clause: 'stopped', devices: 4 });
  });
});
