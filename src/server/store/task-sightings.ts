import { createHash } from 'node:crypto';
import { progressPermille, startOf, successPermille } from '#shared/domain/task-filter.ts';
import { isMoving, type Task } from '#shared/domain/task.ts';
import { countsText } from './counts-text.ts';
import { slices, type Engine, type Trx } from './database.ts';
import type { NewTaskRow } from './schema.ts';
import type { TaskSighting } from './task-store.ts';
import { tasksById } from './task-rows.ts';
import { foldedWords, lockWords, wordsOf, type Words } from './task-words.ts';

type Seen = { task: Task; isNew: boolean };

const rowsPerStatement = 200;

/** Writes what was seen at `at`; see `TaskRepository.see`. */
export async function seeTasks(
  engine: Engine,
  trx: Trx,
  connection: string,
  sightings: readonly TaskSighting[],
  at: number,
): Promise<Seen[]> {
  // The last word on a task named twice counts; in one order, two writers cannot block each other.
  const byId = new Map(sightings.map((sighting) => [sighting.id, sighting]));
  const ordered = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const changed = new Map<string, Seen>();
  await lockWords(engine, trx, connection);
  for (const slice of slices(ordered, rowsPerStatement)) {
    const absent = await absentOf(trx, connection, slice);
    const revs = await writePictures(trx, connection, slice, at);
    const current = await confirmSeen(trx, connection, slice, at);
    await writeRequests(
      trx,
      connection,
      slice.filter((sighting) => current.has(sighting.id)),
    );
    for (const task of await tasksById(trx, connection, [...revs.keys()])) {
      changed.set(task.id, { task, isNew: revs.get(task.id) === 1 || absent.has(task.id) });
    }
  }
  return [...byId.keys()].flatMap((id) => changed.get(id) ?? []);
}

/** Those of the tasks that were gone. */
async function absentOf(trx: Trx, connection: string, sightings: readonly TaskSighting[]): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('tasks')
    .select('id')
    .where('connection', '=', connection)
    .where(
      'id',
      'in',
      sightings.map(({ id }) => id),
    )
    .where('gone_at', 'is not', null)
    .execute();
  return new Set(rows.map((row) => row.id));
}

/** The new `rev` of each task that is new or whose picture changed. */
async function writePictures(
  trx: Trx,
  connection: string,
  sightings: readonly TaskSighting[],
  at: number,
): Promise<Map<string, number>> {
  const ids = sightings.map(({ id }) => id);
  const words = await wordsOf(trx, connection, ids);
  const rows = await trx
    .insertInto('tasks')
    .values(sightings.map((sighting) => rowOf(connection, sighting, words.get(sighting.id), at)))
    .onConflict((on) =>
      on
        .columns(['connection', 'id'])
        .doUpdateSet((eb) => ({
          platform_name: eb.ref('excluded.platform_name'),
          search: eb.ref('excluded.search'),
          name_order: eb.ref('excluded.name_order'),
          starts_order: eb.ref('excluded.starts_order'),
          success: eb.ref('excluded.success'),
          progress: eb.ref('excluded.progress'),
          failed_at: eb
            .case()
            .when('excluded.failed', '>', eb.ref('tasks.failed'))
            .then(eb.ref('excluded.seen_at'))
            .else(eb.ref('tasks.failed_at'))
            .end(),
          changed_at: eb
            .case()
            .when(
              eb.or([
                eb('excluded.state', '!=', eb.ref('tasks.state')),
                eb('excluded.counts', '!=', eb.ref('tasks.counts')),
              ]),
            )
            .then(eb.ref('excluded.seen_at'))
            .else(eb.ref('tasks.changed_at'))
            .end(),
          failed: eb.ref('excluded.failed'),
          kind: eb.ref('excluded.kind'),
          state: eb.ref('excluded.state'),
          raw_state: eb.ref('excluded.raw_state'),
          note: eb.ref('excluded.note'),
          space_id: eb.fn.coalesce('excluded.space_id', 'tasks.space_id'),
          counts: eb.ref('excluded.counts'),
          failing: eb.ref('excluded.failing'),
          created_at: eb.ref('excluded.created_at'),
          starts_at: eb.ref('excluded.starts_at'),
          retry: eb.ref('excluded.retry'),
          package_ids: eb.ref('excluded.package_ids'),
          group_ids: eb.ref('excluded.group_ids'),
          digest: eb.ref('excluded.digest'),
          seen_at: eb.ref('excluded.seen_at'),
          rev: eb('tasks.rev', '+', 1),
          gone_at: null,
          // Someone retried a finished task, or its counts moved after the last walk: it is due again.
          next_look_at: eb.fn.coalesce('tasks.next_look_at', 'excluded.next_look_at'),
          next_walk_at: eb.fn.coalesce('tasks.next_walk_at', 'excluded.next_walk_at'),
        }))
        .where((eb) =>
          eb.and([
            eb('tasks.seen_at', '<=', at),
            // A listing that was begun before the task went still shows it.
            eb.or([eb('tasks.gone_at', 'is', null), eb('tasks.gone_at', '<', at)]),
            eb.or([
              eb('tasks.gone_at', 'is not', null),
              eb('tasks.digest', '!=', eb.ref('excluded.digest')),
              eb.and([
                eb('excluded.space_id', 'is not', null),
                eb('tasks.space_id', 'is distinct from', eb.ref('excluded.space_id')),
              ]),
            ]),
          ]),
        ),
    )
    .returning(['id', 'rev'])
    .execute();
  return new Map(rows.map((row) => [row.id, row.rev]));
}

/** Those that were not seen later than `at`. The ones that did not change count as seen now too. */
async function confirmSeen(
  trx: Trx,
  connection: string,
  sightings: readonly TaskSighting[],
  at: number,
): Promise<Set<string>> {
  const ids = sightings.map((sighting) => sighting.id);
  await trx
    .updateTable('tasks')
    .set({ seen_at: at })
    .where('connection', '=', connection)
    .where('id', 'in', ids)
    .where('gone_at', 'is', null)
    .where('seen_at', '<', at)
    .execute();
  const rows = await trx
    .selectFrom('tasks')
    .select('id')
    .where('connection', '=', connection)
    .where('id', 'in', ids)
    .where('gone_at', 'is', null)
    .where('seen_at', '=', at)
    .execute();
  return new Set(rows.map((row) => row.id));
}

async function writeRequests(trx: Trx, connection: string, sightings: readonly TaskSighting[]): Promise<void> {
  if (sightings.length === 0) return;
  await trx
    .insertInto('task_requests')
    .values(sightings.map(({ id, requestJson }) => ({ connection, task_id: id, request: requestJson })))
    .onConflict((on) =>
      on
        .columns(['connection', 'task_id'])
        .doUpdateSet((eb) => ({ request: eb.ref('excluded.request') }))
        .where((eb) => eb('task_requests.request', '!=', eb.ref('excluded.request'))),
    )
    .execute();
}

function rowOf(connection: string, sighting: TaskSighting, words: Words | undefined, at: number): NewTaskRow {
  const picture = {
    platform_name: sighting.platformName,
    kind: sighting.kind,
    state: sighting.state,
    raw_state: sighting.rawState,
    note: sighting.note,
    counts: countsText(sighting.counts),
    created_at: sighting.createdAt,
    starts_at: sighting.startsAt,
    retry: sighting.retry === null ? null : JSON.stringify(sighting.retry),
    package_ids: JSON.stringify(sighting.packageIds),
    group_ids: JSON.stringify(sighting.groupIds),
  };
  return {
    connection,
    id: sighting.id,
    ...picture,
    // A space that this answer did not tell keeps the stored one, so it cannot be part of the digest.
    space_id: sighting.spaceId,
    ...foldedWords(sighting.id, sighting.platformName, words),
    starts_order: startOf(sighting),
    failed: sighting.counts.failed,
    failed_at: sighting.counts.failed > 0 ? sighting.createdAt : null,
    changed_at: at,
    success: successPermille(sighting.counts),
    progress: progressPermille(sighting.counts),
    failing: sighting.counts.failed + sighting.counts.retryPending > 0 ? 1 : 0,
    digest: createHash('sha256')
      .update(JSON.stringify(Object.values(picture)))
      .digest('base64'),
    seen_at: at,
    rev: 1,
    next_look_at: isMoving(sighting.state) ? at : null,
    look_owner: null,
    look_until: null,
    next_walk_at: at,
    walk_owner: null,
    walk_until: null,
    walk_rev: null,
    gone_at: null,
  };
}
