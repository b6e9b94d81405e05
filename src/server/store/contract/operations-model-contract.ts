import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TargetOutcome } from '#shared/domain/operation.ts';
import type { Chunk } from '#server/store/store.ts';
import { accepted, beginRetry, ownConnection, refused, type Bench } from './bench.ts';

/** What may happen to a claim, whoever still holds it. `which` picks one of all claims ever made, good or void. */
const Step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('claim' as const) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('look' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constantFrom('giveBack', 'settle', 'refuse', 'doubt', 'lookAgain', 'resume'),
      which: fc.nat(),
      split: fc.nat({ max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('orphan' as const) }) },
);

const chunksOfDevices = [['a1', 'a2', 'a3'], ['b1'], ['c1', 'c2']];

/** The rules of `operations.ts`, once more and as simply as possible. */
function createModel() {
  const outcomes = new Map<string, TargetOutcome>(chunksOfDevices.flat().map((id) => [id, 'planned']));
  const chunks = chunksOfDevices.map((devices) => ({ devices, state: 'planned', claim: null as Chunk | null }));
  const move = (ids: readonly string[], from: TargetOutcome, to: TargetOutcome) => {
    for (const id of ids) if (outcomes.get(id) === from) outcomes.set(id, to);
  };
  const count = (outcome: TargetOutcome) => [...outcomes.values()].filter((value) => value === outcome).length;
  const all = (state: string) => chunks.every((chunk) => chunk.state === state);
  return {
    outcomes,
    chunks,
    move,
    open: (ids: readonly string[], outcome: TargetOutcome) => ids.filter((id) => outcomes.get(id) === outcome),
    claimable: () =>
      chunks.some((chunk) => chunk.state === 'sending') ? -1 : chunks.findIndex((chunk) => chunk.state === 'planned'),
    state() {
      if (all('planned')) return 'planned';
      if (all('settled')) return 'done';
      return chunks.some((chunk) => chunk.state === 'planned' || chunk.state === 'sending') ? 'sending' : 'unknown';
    },
    progress: () => ({
      devices: outcomes.size,
      accepted: count('accepted'),
      refused: count('refused'),
      unknown: count('unknown'),
      chunks: chunks.length,
      chunksSettled: chunks.filter((chunk) => chunk.state === 'settled').length,
    }),
  };
}

export function operationsModelContract(bench: Bench): void {
  test('whatever happens to claims, good ones do what the rules say and void ones nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(Step, { maxLength: 40 }), async (steps) => {
        const { operations } = bench.shared();
        const task = { connection: ownConnection(), id: 't' };
        const { connection } = task;
        const id = await beginRetry(bench.shared(), task, chunksOfDevices, 1);
        const model = createModel();
        const claims: Chunk[] = [];
        let now = 1;
        let rev = 1;

        for (const step of steps) {
          now += 1;
          if (step.does === 'claim') {
            const expected = model.claimable();
            const chunk = await operations.claim({ connection, owner: 'me', now });
            expect(chunk?.seq ?? -1).toBe(expected);
            const target = model.chunks[expected];
            if (chunk === null || target === undefined) continue;
            expect(chunk.deviceIds).toEqual(model.open(target.devices, 'planned'));
            expect(chunk.deviceIds).not.toEqual([]);
            model.move(target.devices, 'planned', 'sending');
            Object.assign(target, { state: 'sending', claim: chunk });
            claims.push(chunk);
          } else if (step.does === 'look') {
            const chunk = await operations.claimLook({ connection, owner: 'me', now, leaseMs: 1 });
            expect(chunk !== null).toBe(model.chunks.some((one) => one.state === 'unknown'));
            const target = model.chunks[chunk?.seq ?? -1];
            if (chunk === null || target === undefined) continue;
            expect(chunk.deviceIds).toEqual(model.open(target.devices, 'unknown'));
            target.claim = chunk;
            claims.push(chunk);
          } else if (step.does === 'orphan') {
            const sending = model.chunks.filter((chunk) => chunk.state === 'sending');
            expect(await operations.orphan(connection, ['you'], now, () => null)).toHaveLength(sending.length);
            for (const target of sending) {
              model.move(target.devices, 'sending', 'unknown');
              Object.assign(target, { state: 'unknown', claim: null });
            }
          } else if (claims.length > 0) {
            const chunk = claims[step.which % claims.length];
            const target = model.chunks[chunk?.seq ?? -1];
            if (chunk === undefined || target === undefined) continue;
            const looking = chunk.state === 'unknown';
            const suits = {
              giveBack: !looking,
              doubt: !looking,
              lookAgain: looking,
              resume: looking,
              settle: true,
              refuse: true,
            };
            const good = target.claim === chunk && suits[step.does];
            const open = looking ? 'unknown' : 'sending';
            const [yes, no] = [chunk.deviceIds.slice(0, step.split), chunk.deviceIds.slice(step.split)];
            const answer = await {
              giveBack: () => operations.giveBack(chunk, now),
              doubt: () => operations.doubt(chunk, { reason: 'lost', fencedAt: null, lookAt: now }),
              lookAgain: () => operations.lookAgain(chunk, now),
              resume: () => operations.resume(chunk, yes.map(accepted), no, now),
              settle: () =>
                operations.settle(chunk, [...yes.map(accepted), ...no.map((one) => refused(one))], settled, now),
              refuse: () => operations.refuse(chunk, { code: 'E', message: null, requestId: null }, now),
            }[step.does]();
            expect(answer !== null).toBe(good);
            if (!good) continue;
            target.claim = null;
            if (step.does === 'settle' || step.does === 'resume') model.move(yes, open, 'accepted');
            if (step.does === 'settle') model.move(no, open, 'refused');
            if (step.does === 'refuse') model.move(target.devices, open, 'refused');
            if (step.does === 'resume') model.move(no, open, 'planned');
            if (step.does === 'giveBack') model.move(target.devices, 'sending', 'planned');
            if (step.does === 'doubt') model.move(target.devices, 'sending', 'unknown');
            const planned = model.open(target.devices, 'planned').length > 0;
            if (step.does === 'giveBack') target.state = 'planned';
            if (step.does === 'doubt') target.state = 'unknown';
            if (step.does === 'settle' || step.does === 'refuse') target.state = 'settled';
            if (step.does === 'resume') target.state = planned ? 'planned' : 'settled';
          }
          const operation = await operations.find(connection, id);
          expect(operation).toMatchObject({ state: model.state(), progress: model.progress() });
          expect(operation?.endedAt === null).toBe(model.state() !== 'done');
          expect(operation?.rev).toBeGreaterThanOrEqual(rev);
          rev = operation?.rev ?? rev;
        }
        const results = await operations.results(connection, id, { limit: 100 });
        expect(new Map(results.rows.map((row) => [row.deviceId, row.outcome]))).toEqual(model.outcomes);
      }),
      { numRuns: 60 },
    );
  });
}

const settled = { taskId: null, requestId: null };
