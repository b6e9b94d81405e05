import type { Connected, Services, Work } from '#server/context.ts';
import { PlatformError } from '#server/platform/port.ts';
import { createCourier } from './courier.ts';
import { createHarvest, type Harvest } from './harvest.ts';
import { createIndexer } from './indexer.ts';
import { createLiveness, type Liveness } from './liveness.ts';
import { createLook, type Look } from './look.ts';
import { every, type Loop } from './loop.ts';
import { createOutcomes } from './outcome.ts';
import { createReconciler } from './reconcile.ts';
import { createRecorder } from './recorder.ts';
import { createRecovery, recoveryMs } from './recovery.ts';
import { createSampler } from './sampler.ts';
import { type Part, parts, type Scope } from './scope.ts';
import { createSweep } from './sweep.ts';

/** How often each part looks whether something is due; most things that become due also wake it. */
const everyMs: Record<Part, number> = {
  index: 2_000,
  sampler: 1_000,
  harvest: 1_000,
  courier: 1_000,
  brake: 1_000,
  reconcile: 1_000,
};
const sweepMs = 60_000;
/** Operations of one connection that are sent side by side, so that a long retry does not hold up a create. */
const couriers = 3;

type Desk = Record<Part, { tick(): Promise<void> }> & { look: Look; harvest: Harvest };

/** The background work at rest: nothing happens but what is asked for. */
export type IdleWork = Work & {
  /** One tick of a part for every connection, of the recovery of what a dead process left, or of the sweep. */
  tick(part: Part | 'recovery' | 'sweep'): Promise<void>;
  /** Starts every loop. Called once. */
  start(): void;
};

export function createWork(services: Services): IdleWork {
  const stopping = new AbortController();
  const loops: Loop[] = [];
  const wakers = new Map<string, Loop[]>();
  const wake = (connection: string, part: Part) => {
    for (const loop of wakers.get(`${connection} ${part}`) ?? []) loop.wake();
  };

  const liveness = createLiveness(services);
  const scopes = [...services.connections.values()].map((connected) =>
    scopeOf(services, connected, stopping.signal, wake, liveness),
  );
  const desks = new Map(scopes.map((scope) => [scope.connection, deskOf(scope)]));
  const recovery = createRecovery(services, liveness, scopes);
  const sweep = createSweep(services);
  const silence: (() => void)[] = [];

  function deskFor(connection: string): Desk {
    const desk = desks.get(connection);
    if (desk === undefined) throw new PlatformError('not_found');
    return desk;
  }

  /** The pages show how a platform answers; what was held up goes on as soon as it does. */
  function listen(connected: Connected) {
    const { id, platform } = connected;
    silence.push(
      platform.onHealth(({ state }) => {
        services.events.publish({ type: 'connection', connection: connected.describe() });
        if (state === 'ok') for (const part of parts) wake(id, part);
      }),
    );
  }

  return {
    look: async ({ connection, id }) => deskFor(connection).look.forReader(id),
    copyOutcomes: async (task, ...how) => deskFor(task.connection).harvest.copyOutcomes(task, ...how),
    wakeCourier() {
      for (const connection of desks.keys()) for (const part of ['courier', 'brake'] as const) wake(connection, part);
    },
    async tick(part) {
      if (part === 'recovery') return recovery.tick();
      if (part === 'sweep') return sweep.tick();
      await Promise.all([...desks.values()].map((desk) => desk[part].tick()));
    },
    start() {
      const { clock, log } = services;
      for (const connected of services.connections.values()) listen(connected);
      loops.push(every({ name: 'recovery', everyMs: recoveryMs, clock, log }, () => recovery.tick()));
      loops.push(every({ name: 'sweep', everyMs: sweepMs, clock, log }, () => sweep.tick()));
      for (const [connection, desk] of desks) {
        for (const part of parts) {
          const count = part === 'courier' ? couriers : 1;
          const running = Array.from({ length: count }, () =>
            every({ name: `${part} ${connection}`, everyMs: everyMs[part], clock, log }, () => desk[part].tick()),
          );
          wakers.set(`${connection} ${part}`, running);
          loops.push(...running);
        }
      }
    },
    async stop() {
      stopping.abort();
      for (const stopListening of silence) stopListening();
      await Promise.all(loops.map((loop) => loop.stop()));
      // What it held ends by itself where this cannot be told.
      await liveness
        .leave()
        .catch((error: unknown) => services.log.error('the others could not be told of the end', error));
    },
  };
}

/** Starts the background work of every connection. It runs until `stop`. */
export function startWork(services: Services): Work {
  const work = createWork(services);
  work.start();
  return work;
}

function scopeOf(
  { store, clock, log, events, owner }: Services,
  { id: connection, platform }: Connected,
  signal: AbortSignal,
  wake: (connection: string, part: Part) => void,
  { isAlive, living, storeNow }: Liveness,
): Scope {
  const wakeOwn = (part: Part) => wake(connection, part);
  const inHand = new Set<string>();
  return {
    connection,
    platform,
    store,
    clock,
    log,
    events,
    owner,
    signal,
    wake: wakeOwn,
    isAlive,
    living,
    storeNow,
    inHand,
  };
}

function deskOf(scope: Scope): Desk {
  const recorder = createRecorder(scope);
  const look = createLook(scope, recorder);
  const sampler = createSampler(scope, look);
  const outcomes = createOutcomes(scope, recorder, sampler);
  return {
    look,
    index: createIndexer(scope, recorder),
    sampler,
    harvest: createHarvest(scope, recorder),
    courier: createCourier(scope, outcomes),
    // However much is being sent: who stops something waits for nobody.
    brake: createCourier(scope, outcomes, 'stop'),
    reconcile: createReconciler(scope, recorder, outcomes),
  };
}
