import type { Space } from '#shared/domain/catalogue.ts';
import { isMoving } from '#shared/domain/task.ts';
import { steady } from '#server/clock.ts';
import type { Recorder } from './recorder.ts';
import { concernsOneThing, holds, reading, type Scope } from './scope.ts';
import { createTwinWatch } from './twin-watch.ts';

const indexMs = { busy: 10_000, idle: 60_000, spaces: 300_000, lease: 30_000 } as const;

/** One list the platform has: a kind in a space (null: in every space, where spaces cannot be listed). */
type Source = {
  kind: string;
  spaceId: string | null;
  /** Where the tasks begin that this process has not read yet (a marker; null is the newest); null when there are none. */
  unread: { from: string | null } | null;
  listedAt: number | null;
  /** By the steady clock. */
  nextAt: number;
  restMs: number;
};

/** Keeps the store's list of tasks, which the platform itself cannot give across kinds, by name or in another order. */
export function createIndexer(scope: Scope, recorder: Recorder): { tick(): Promise<void> } {
  const { connection, platform, clock, log } = scope;
  const passing = steady(clock);
  const twins = createTwinWatch(scope);
  const sources = new Map<string, Source>();
  let spaces: { at: number; ids: (string | null)[] } | null = null;

  async function spaceIds(): Promise<(string | null)[]> {
    const now = passing.now();
    if (spaces !== null && now - spaces.at < indexMs.spaces) return spaces.ids;
    const listed = await listSpaces();
    spaces = { at: now, ids: listed === null ? [null] : listed.map((space) => space.id) };
    return spaces.ids;
  }

  async function listSpaces(): Promise<Space[] | null> {
    try {
      return await platform.listSpaces(reading(scope, 'poller'));
    } catch (error) {
      // Tasks can be listed across spaces by those who may not see the spaces themselves.
      if (!concernsOneThing(error)) throw error;
      return null;
    }
  }

  async function present(): Promise<Source[]> {
    const wanted = (await spaceIds()).flatMap((spaceId) =>
      platform.capabilities.listedKinds.map((kind) => ({ kind, spaceId, key: `${spaceId ?? '*'} ${kind}` })),
    );
    const keys = new Set(wanted.map(({ key }) => key));
    for (const key of sources.keys()) if (!keys.has(key)) sources.delete(key);
    return wanted.map(({ key, kind, spaceId }) => {
      const fresh: Source = {
        kind,
        spaceId,
        unread: { from: null },
        listedAt: null,
        nextAt: -Infinity,
        restMs: indexMs.busy,
      };
      const source = sources.get(key) ?? fresh;
      sources.set(key, source);
      return source;
    });
  }

  /** One page; tells whether it brought anything unknown, anything changed, and anything that moves. */
  async function readPage(source: Source, marker: string | null) {
    const at = clock.now();
    const { kind, spaceId } = source;
    const page = await platform.listTasks(
      { kind, marker, limit: platform.capabilities.pageSize, ...(spaceId === null ? {} : { spaceId }) },
      reading(scope, 'poller'),
    );
    const changed = await recorder.tasks(
      page.rows.map((task) => ({ task, spaceId })),
      at,
    );
    return {
      marker: page.marker,
      isKnown: !changed.some(({ isNew }) => isNew),
      isBusy: changed.length > 0 || page.rows.some((task) => isMoving(task.state)),
    };
  }

  /** The newest tasks, as far as a page that brings nothing unknown. */
  async function readNewest(source: Source): Promise<boolean> {
    const unreadBefore = source.unread;
    let isBusy = false;
    let marker: string | null = null;
    do {
      const page = await readPage(source, marker);
      isBusy ||= page.isBusy;
      if (page.isKnown) {
        source.unread = unreadBefore;
        return isBusy;
      }
      // From here on until known ground nothing is certain, should the next page fail.
      source.unread = from(page.marker);
      marker = page.marker;
    } while (marker !== null);
    return isBusy;
  }

  /** The first time in a process every list is read to its end: an earlier one may have died half way. */
  async function readOlder(source: Source): Promise<void> {
    while (source.unread !== null && !scope.signal.aborted) {
      if (!(await holds(scope, 'index', indexMs.lease))) return;
      source.unread = from((await readPage(source, source.unread.from)).marker);
    }
  }

  async function list(source: Source): Promise<void> {
    const listedAt = clock.now();
    const begunAt = passing.now();
    try {
      const startsAtTop = source.unread !== null && source.unread.from === null;
      const isBusy = startsAtTop || (await readNewest(source));
      await readOlder(source);
      source.listedAt = listedAt;
      source.restMs = isBusy ? indexMs.busy : Math.min(source.restMs * 2, indexMs.idle);
    } catch (error) {
      source.restMs = concernsOneThing(error) ? indexMs.idle : indexMs.busy;
      if (!concernsOneThing(error)) throw error;
      log.warn('a list of tasks could not be read', { connection, kind: source.kind, space: source.spaceId });
    } finally {
      source.nextAt = begunAt + source.restMs;
    }
  }

  return {
    async tick() {
      if (!(await holds(scope, 'index', indexMs.lease))) return;
      const startedAt = clock.now();
      const all = await present();
      for (const source of all) {
        if (scope.signal.aborted) return;
        if (source.nextAt <= passing.now()) await list(source);
      }
      const listed = all.map((source) => source.listedAt).filter((at) => at !== null);
      if (listed.length === all.length) await recorder.indexed(Math.min(startedAt, ...listed));
      await twins.tick();
    },
  };
}

const from = (marker: string | null) => (marker === null ? null : { from: marker });
