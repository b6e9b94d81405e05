import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TargetOutcome } from '#shared/domain/operation.ts';
import type { Chunk, ChunkState, OperationRepository } from '#server/store/operation-store.ts';
import { accepted, beginRetry, ownConnection, refused, type Bench } from './bench.ts';

const chunksOfDevices = [['a1', 'a2', 'a3'], ['b1'], ['c1', 'c2']];

type ModelChunk = { devices: readonly string[]; state: ChunkState; claim: Chunk | null };

/** The rules of `operations.ts`, once more and as simply as possible. */
class Model {
  readonly outcomes = new Map<string, TargetOutcome>(chunksOfDevices.flat().map((id) => [id, 'planned']));
  readonly chunks = chunksOfDevices.map((devices): ModelChunk => ({ devices, state: 'planned', claim: null }));
  /** Every claim ever made, good or void. */
  readonly claims: Chunk[] = [];
  now = 1;

  chunk(seq: number): ModelChunk {
    const chunk = this.chunks[seq];
    if (chunk === undefined) throw new RangeError(`there is no chunk ${seq}`);
    return chunk;
  }
  move(ids: readonly string[], from: TargetOutcome, to: TargetOutcome): void {
    for (const id of ids) if (this.outcomes.get(id) === from) this.outcomes.set(id, to);
  }
  open(chunk: ModelChunk, outcome: TargetOutcome): string[] {
    return chunk.devices.filter((id) => this.outcomes.get(id) === outcome);
  }
  holds(claim: Chunk, state: ChunkState): void {
    Object.assign(this.chunk(claim.seq), { state, claim });
    this.claims.push(claim);
  }
  /** The chunk that a claim must get, or null. */
  sendable(): ModelChunk | null {
    if (this.chunks.some(({ state }) => state === 'sending')) return null;
    return this.chunks.find(({ state }) => state === 'planned') ?? null;
  }
  state(): string {
    const states = new Set(this.chunks.map((chunk) => chunk.state));
    if (states.size === 1 && states.has('planned')) return 'planned';
    if (states.size === 1 && states.has('settled')) return 'done';
    return states.has('planned') || states.has('sending') ? 'sending' : 'unknown';
  }
  progress() {
    const count = (outcome: TargetOutcome) => [...this.outcomes.values()].filter((value) => value === outcome).length;
    return {
      devices: this.outcomes.size,
      accepted: count('accepted'),
      refused: count('refused'),
      unknown: count('unknown'),
      chunks: this.chunks.length,
      chunksSettled: this.chunks.filter((chunk) => chunk.state === 'settled').length,
    };
  }
}

type Real = { operations: OperationRepository; connection: string };
type Step = (model: Model, real: Real) => Promise<void>;

const claim: Step = async (model, { operations, connection }) => {
  const expected = model.sendable();
  const chunk = await operations.claim({ connection, owner: 'me', now: model.now });
  expect(chunk?.deviceIds ?? null).toEqual(expected && model.open(expected, 'planned'));
  expect(chunk?.deviceIds).not.toEqual([]);
  if (chunk === null || expected === null) return;
  model.move(expected.devices, 'planned', 'sending');
  model.holds(chunk, 'sending');
};

const look: Step = async (model, { operations, connection }) => {
  const chunk = await operations.claimLook({ connection, owner: 'me', now: model.now, leaseMs: 1 });
  expect(chunk !== null).toBe(model.chunks.some(({ state }) => state === 'unknown'));
  if (chunk === null) return;
  expect(chunk.deviceIds).toEqual(model.open(model.chunk(chunk.seq), 'unknown'));
  model.holds(chunk, 'unknown');
};

const orphan: Step = async (model, { operations, connection }) => {
  const sending = model.chunks.filter(({ state }) => state === 'sending');
  expect(await operations.orphan(connection, ['you'], model.now, () => null)).toHaveLength(sending.length);
  for (const chunk of sending) {
    model.move(chunk.devices, 'sending', 'unknown');
    Object.assign(chunk, { state: 'unknown', claim: null });
  }
};

type End = {
  suits: readonly ChunkState[];
  /** `yes` and `no` are the devices of the claim in two parts. */
  send(operations: OperationRepository, claim: Chunk, yes: string[], no: string[], now: number): Promise<unknown>;
  /** What it does to the model; the open devices are sending or unknown. */
  apply(model: Model, chunk: ModelChunk, open: TargetOutcome, yes: string[], no: string[]): ChunkState;
};

const ends: Record<string, End> = {
  giveBack: {
    suits: ['sending'],
    send: (operations, held, _yes, _no, now) => operations.giveBack(held, now),
    apply(model, chunk) {
      model.move(chunk.devices, 'sending', 'planned');
      return 'planned';
    },
  },
  doubt: {
    suits: ['sending'],
    send: (operations, held, _yes, _no, now) => operations.doubt(held, { reason: 'lost', fencedAt: null, lookAt: now }),
    apply(model, chunk) {
      model.move(chunk.devices, 'sending', 'unknown');
      return 'unknown';
    },
  },
  settle: {
    suits: ['sending', 'unknown'],
    send: (operations, held, yes, no, now) =>
      operations.settle(
        held,
        [...yes.map(accepted), ...no.map((id) => refused(id))],
        { taskId: null, requestId: null },
        now,
      ),
    apply(model, _chunk, open, yes, no) {
      model.move(yes, open, 'accepted');
      model.move(no, open, 'refused');
      return 'settled';
    },
  },
  refuse: {
    suits: ['sending', 'unknown'],
    send: (operations, held, _yes, _no, now) =>
      operations.refuse(held, { code: 'E', message: null, requestId: null }, now),
    apply(model, chunk, open) {
      model.move(chunk.devices, open, 'refused');
      return 'settled';
    },
  },
  lookAgain: {
    suits: ['unknown'],
    send: (operations, held, _yes, _no, now) => operations.lookAgain(held, now),
    apply: () => 'unknown',
  },
  resume: {
    suits: ['unknown'],
    send: (operations, held, yes, no, now) => operations.resume(held, yes.map(accepted), no, now),
    apply(model, _chunk, open, yes, no) {
      model.move(yes, open, 'accepted');
      model.move(no, open, 'planned');
      return no.length > 0 ? 'planned' : 'settled';
    },
  },
};

/** Ends one of all claims ever made, good or void. */
const end =
  (name: string, which: number, split: number): Step =>
  async (model, { operations }) => {
    const held = model.claims[which % Math.max(model.claims.length, 1)];
    const how = ends[name];
    if (held === undefined || how === undefined) return;
    const chunk = model.chunk(held.seq);
    const good = chunk.claim === held && how.suits.includes(held.state);
    const [yes, no] = [held.deviceIds.slice(0, split), held.deviceIds.slice(split)];
    expect((await how.send(operations, held, yes, no, model.now)) !== null).toBe(good);
    if (!good) return;
    const state = how.apply(model, chunk, held.state === 'unknown' ? 'unknown' : 'sending', yes, no);
    Object.assign(chunk, { state, claim: null });
  };

const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(claim) },
    { weight: 2, arbitrary: fc.constant(look) },
    { weight: 1, arbitrary: fc.constant(orphan) },
    {
      weight: 7,
      arbitrary: fc
        .tuple(fc.constantFrom(...Object.keys(ends)), fc.nat(), fc.nat({ max: 3 }))
        .map(([name, which, split]) => end(name, which, split)),
    },
  ),
  { maxLength: 40, size: 'max' },
);

export function operationsModelContract(bench: Bench): void {
  test(
    'whatever happens to claims, good ones do what the rules say and void ones nothing',
    { timeout: 30_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (history) => {
          const { operations } = bench.shared();
          const connection = ownConnection();
          const id = await beginRetry(bench.shared(), { connection, id: 't' }, chunksOfDevices, 1);
          const model = new Model();
          for (const step of history) {
            model.now += 1;
            const before = await operations.find(connection, id);
            await step(model, { operations, connection });
            const after = await operations.find(connection, id);
            expect(after).toMatchObject({ state: model.state(), progress: model.progress() });
            expect(after?.endedAt === null).toBe(model.state() !== 'done');
            // Whoever keeps the higher rev keeps the newer picture.
            expect(isDeepStrictEqual(after, before)).toBe(after?.rev === before?.rev);
          }
          const results = await operations.results(connection, id, { limit: 100 });
          expect(new Map(results.rows.map((row) => [row.deviceId, row.outcome]))).toEqual(model.outcomes);
        }),
        { numRuns: 60 },
      );
    },
  );
}
