import type { TargetResult } from '#shared/domain/operation.ts';
import { steady } from '#server/clock.ts';
import type { Call, CreateIntent, SeenTargetResult, SeenTask, Written } from '#server/platform/port.ts';
import type { Chunk } from '#server/store/operation-store.ts';
import { readCommand } from './command-intent.ts';
import { readIntent } from './intent.ts';
import type { Outcomes } from './outcome.ts';
import { chunkKey, type Scope } from './scope.ts';
import { createSpaceQueue, spaceFull } from './space-queue.ts';
import { createWorkbookCarrier, filesFull } from './workbook-carrier.ts';

/** A claim that is older when its request would be written is given back: this bounds what a frozen process can still do. */
const claimValidMs = 5_000;
const sendAgainAtLeastMs = 1_000;
const placeAgainMs = 5_000;
/** What nobody could send for so long is not sent any more: the world has moved on since somebody wanted it. */
const wantedForMs = 30 * 60_000;

/**
 * Sends what was written down as planned: each chunk is claimed once, sent once, and what became of it is written down. `only`
 * sends operations of that kind alone.
 */
export function createCourier(scope: Scope, outcomes: Outcomes, only?: 'stop'): { tick(): Promise<void> } {
  const { connection, platform, store, clock, events, owner, log } = scope;
  const { write } = outcomes;
  const passing = steady(clock);
  const queue = createSpaceQueue(scope);
  /** Not tied to the signal that stops the work: nobody would know what became of a write that was called back. */
  const call: Call = { lane: 'mutation', mayStillSend: scope.isAlive };
  const carrier = createWorkbookCarrier(scope, call);
  const stopCall: Call = { ...call, lane: 'stop' };

  /** A platform that throws in spite of its contract may have sent the request all the same. */
  async function asked<T>(send: () => Promise<Written<T>>): Promise<Written<T>> {
    try {
      return await send();
    } catch (error) {
      log.error('a request ended without an answer', error, { connection });
      return { kind: 'unknown', reason: 'failing', fencedAt: null };
    }
  }

  async function create(
    chunk: Chunk,
    ask: () => Promise<Written<SeenTask>>,
    onRefused: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const ahead = await queue.ahead(chunk);
    if (ahead > 0) return waitForPlace(chunk, ahead);
    const at = clock.now();
    const answer = await asked(ask);
    if (answer.kind === 'refused') await onRefused();
    if (answer.kind === 'refused' && answer.unexplained === true && (await queue.isFull(chunk))) {
      return waitForPlace(chunk, ahead);
    }
    if (answer.kind === 'done') await outcomes.created(chunk, answer.value, answer.requestId, at);
    else await notDone(chunk, answer);
  }

  /** The platform keeps a workbook for an hour, so it gets it right before the task is made of it. */
  async function createFromFile(chunk: Chunk, intent: CreateIntent, workbookId: string): Promise<void> {
    const ahead = await queue.ahead(chunk);
    if (ahead > 0) return waitForPlace(chunk, ahead);
    const carried = await carrier.bring(workbookId, intent);
    switch (carried.kind) {
      case 'refused':
        return notDone(chunk, carried);
      case 'wait':
        await write(() => store.operations.giveBack(chunk, clock.now() + carried.forMs, carried.reason));
        return;
      case 'there': {
        const { fileId } = carried;
        const named = withFile(intent, fileId);
        return create(
          chunk,
          () => platform.createTask(named, call),
          () => carrier.takeBack(fileId),
        );
      }
    }
  }

  /** Only the first in line asks the platform; the others are told their place anew. */
  async function waitForPlace(chunk: Chunk, ahead: number): Promise<void> {
    const place = String(ahead + 1);
    await write(() => store.operations.giveBack(chunk, clock.now() + placeAgainMs, spaceFull, place));
  }

  type ToDevices = (taskId: string, deviceIds: readonly string[], call: Call) => Promise<Written<SeenTargetResult[]>>;

  async function toDevices(chunk: Chunk, taskId: string, act: ToDevices, how: Call): Promise<void> {
    const answer = await asked(() => act(taskId, chunk.deviceIds, how));
    if (answer.kind !== 'done') return notDone(chunk, answer);
    const results = resultsOf(chunk, answer.value);
    if (results.length === chunk.deviceIds.length) return outcomes.acted(chunk, results, answer.requestId);
    // Devices that the answer leaves out are looked at like after a lost one.
    return notDone(chunk, { kind: 'unknown', reason: 'garbled', fencedAt: null }, results);
  }

  /** One call for a task as a whole. */
  async function toTask(chunk: Chunk, ask: () => Promise<Written<null>>): Promise<void> {
    const answer = await asked(ask);
    if (answer.kind === 'done') await outcomes.acted(chunk, [], answer.requestId);
    else await notDone(chunk, answer);
  }

  async function notDone(
    chunk: Chunk,
    answer: Exclude<Written<never>, { kind: 'done' }>,
    known: readonly TargetResult[] = [],
  ): Promise<void> {
    const now = clock.now();
    const { id: operation, taskId } = chunk.operation;
    switch (answer.kind) {
      case 'refused': {
        const { code, message, requestId } = answer;
        await write(() => store.operations.refuse(chunk, { code, message, requestId }, now));
        // Often because the task is no longer what the person saw.
        if (taskId !== null) await outcomes.lookSoon(taskId);
        return;
      }
      case 'not_sent': {
        log.warn('a request could not be sent', { connection, operation, seq: chunk.seq, code: answer.reason });
        const waitMs = Math.max(answer.retryAfterMs, sendAgainAtLeastMs);
        const why = answer.reason === 'another_task_runs' ? answer.reason : null;
        await write(() => store.operations.giveBack(chunk, now + waitMs, why));
        return;
      }
      case 'unknown': {
        const { reason, fencedAt } = answer;
        log.warn('an answer was lost', { connection, operation, seq: chunk.seq, code: reason });
        await write(() => store.operations.doubt(chunk, { reason, fencedAt, lookAt: now, known }));
        scope.wake('reconcile');
      }
    }
  }

  /** What is asked of a task that exists, or null where the platform cannot be asked. */
  function toExisting(chunk: Chunk, taskId: string): (() => Promise<void>) | null {
    const { control } = platform;
    const isWhole = chunk.deviceIds.length === 0;
    switch (chunk.operation.kind) {
      case 'retry':
        return () => toDevices(chunk, taskId, (...asking) => platform.retryDevices(...asking), call);
      case 'stop':
        if (control === undefined) return null;
        return isWhole
          ? () => toTask(chunk, () => control.stopTask(taskId, stopCall))
          : () => toDevices(chunk, taskId, (...asking) => control.stopDevices(...asking), stopCall);
      case 'confirm':
        return control === undefined
          ? null
          : () => toDevices(chunk, taskId, (...asking) => control.confirmDevices(...asking), call);
      case 'delete':
        return control === undefined ? null : () => toTask(chunk, () => control.deleteTask(taskId, call));
      case 'create':
        return null;
    }
  }

  /** What the platform would be asked, or null when the stored operation cannot be understood. */
  function request(chunk: Chunk): (() => Promise<void>) | null {
    const { kind, taskId } = chunk.operation;
    try {
      if (kind !== 'create') return taskId === null ? null : toExisting(chunk, taskId);
      const command = readCommand(chunk.payloadJson);
      if (command !== null) {
        const { commands } = platform;
        return commands === undefined ? null : () => create(chunk, () => commands.send(command, call));
      }
      const intent = readIntent(chunk.payloadJson);
      const { targets } = intent;
      if (targets.source === 'file') return () => createFromFile(chunk, intent, targets.fileId);
      return () => create(chunk, () => platform.createTask(intent, call));
    } catch {
      return null;
    }
  }

  async function send(chunk: Chunk, claimedAt: number): Promise<void> {
    const sending = request(chunk);
    const now = clock.now();
    if (sending === null) {
      const error = { code: 'unreadable_operation', message: null, requestId: null };
      await write(() => store.operations.refuse(chunk, error, now));
    } else if (isOutdated(chunk, now)) {
      const error = { code: 'not_sent_in_time', message: null, requestId: null };
      await write(() => store.operations.refuse(chunk, error, now));
    } else if (passing.now() - claimedAt > claimValidMs) {
      await write(() => store.operations.giveBack(chunk, now));
    } else {
      await sending();
    }
  }

  /**
   * An outcome that could not be written down must not leave the chunk claimed for as long as this process lives: nobody else
   * looks after its claims. Void where the outcome was written down after all.
   */
  async function leaveInDoubt(chunk: Chunk): Promise<void> {
    const doubt = { reason: 'not_written', fencedAt: null, lookAt: clock.now() };
    const operation = await store.operations.doubt(chunk, doubt);
    if (operation === null) return;
    events.publish({ type: 'operation', operation });
    scope.wake('reconcile');
  }

  return {
    async tick() {
      while (!scope.signal.aborted && scope.isAlive()) {
        const claimedAt = passing.now();
        const chunk = await store.operations.claim({
          connection,
          owner,
          now: clock.now(),
          ...(only === undefined ? {} : { only }),
        });
        if (chunk === null) return;
        events.publish({ type: 'operation', operation: chunk.operation });
        scope.inHand.add(chunkKey(chunk));
        try {
          await send(chunk, claimedAt);
        } catch (error) {
          await leaveInDoubt(chunk);
          throw error;
        } finally {
          scope.inHand.delete(chunkKey(chunk));
        }
      }
    },
  };
}

/** What was written down names the workbook by the console's own ID. */
function withFile(intent: CreateIntent, fileId: string): CreateIntent {
  if (intent.targets.source !== 'file') return intent;
  const targets = { source: 'file' as const, fileId };
  return intent.kind === 'createDevices' || intent.kind === 'updateDevices'
    ? { ...intent, targets }
    : intent.kind === 'deleteDevices' || intent.kind === 'freezeDevices' || intent.kind === 'unfreezeDevices'
      ? { ...intent, targets }
      : intent;
}

/** A stop is wanted for ever, what has begun goes on, and who waits in a line has been told so. */
function isOutdated({ operation, reason }: Chunk, now: number): boolean {
  const { kind, startedAt, progress } = operation;
  // A call that was refused, be it by this very rule, has begun nothing.
  const hasBegun = progress.accepted > 0 || progress.unknown > 0;
  const isInLine = reason === spaceFull || reason === filesFull || reason === 'another_task_runs';
  return kind !== 'stop' && !hasBegun && !isInLine && now - startedAt > wantedForMs;
}

/** A result for each device of the chunk that the answer names. */
function resultsOf(chunk: Chunk, answered: readonly SeenTargetResult[]): TargetResult[] {
  const byDevice = new Map(answered.map((result) => [result.deviceId, result]));
  const results: TargetResult[] = [];
  for (const deviceId of chunk.deviceIds) {
    const result = byDevice.get(deviceId);
    if (result === undefined) continue;
    const { accepted, errorCode, errorMessage } = result;
    results.push({ deviceId, outcome: accepted ? 'accepted' : 'refused', errorCode, errorMessage });
  }
  return results;
}
