import type { RefusedNote } from '#shared/api/tasks.ts';
import { type AnnotationAddition, changeBy } from '#shared/domain/annotation.ts';
import { creatorsOf } from '#shared/domain/task-filter.ts';
import { api, may } from '#server/http/permissions.ts';
import type { TaskRef } from '#shared/domain/task.ts';
import { connectedTo, type RequestContext, type SignedIn } from '#server/http/request-context.ts';

/** A create that ended without a task is shown this long, so that nobody misses it. */
const creatingShownMs = 24 * 3_600_000;
const valuesShown = 200;
const noteAttempts = 3;

/** The list of tasks, what it can be filtered by, and what people write about its tasks. */
export const taskList = {
  list: api.tasks.list.use(may('task.read')).handler(async ({ input, context }) => {
    const { store, clock } = context.services;
    const { id: connection } = connectedTo(context, input.connection);
    const { cursor, creator, ...query } = input;
    const [page, creating, indexedAt] = await Promise.all([
      store.tasks.list({
        ...query,
        connection,
        now: clock.now(),
        ...(creator === undefined ? {} : { creator: creatorsOf(creator, context.person.name) }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
      store.operations.creating(connection, clock.now() - creatingShownMs),
      store.tasks.indexedAt(connection),
    ]);
    const { rows, ...position } = page;
    return { tasks: rows, ...position, creating, indexedAt };
  }),

  values: api.tasks.values.use(may('task.read')).handler(async ({ input, context }) => {
    const { id: connection } = connectedTo(context, input.connection);
    const { field } = input;
    return { values: await context.services.store.tasks.values({ connection, field, limit: valuesShown }) };
  }),

  note: api.tasks.note.use(may('task.note')).handler(async ({ input, context, errors }) => {
    const { connection, taskId, rev, ...change } = input;
    const { store, clock, events } = context.services;
    const ref = { connection: connectedTo(context, connection).id, id: taskId };
    const done = await store.tasks.annotate(ref, { change, rev, person: context.person, at: clock.now() });
    if (done.kind !== 'written') throw errors[done.kind]();
    events.publish({ type: 'task', task: done.task, isNew: false });
    return done.task;
  }),

  noteMany: api.tasks.noteMany.use(may('task.note')).handler(async ({ input, context }) => {
    const { connection: asked, taskIds, ...addition } = input;
    const { id: connection } = connectedTo(context, asked);
    const refused: RefusedNote[] = [];
    for (const id of new Set(taskIds)) {
      const reason = await addNote(context, { connection, id }, addition);
      if (reason !== null) refused.push({ taskId: id, reason });
    }
    return { refused };
  }),
};

/** Adds to what is written about a task, also when somebody else writes meanwhile; answers what was in the way, or null. */
async function addNote(
  { services: { store, clock, events }, person }: Pick<RequestContext & SignedIn, 'services' | 'person'>,
  ref: TaskRef,
  addition: AnnotationAddition,
): Promise<RefusedNote['reason'] | null> {
  for (let attempt = 0; attempt < noteAttempts; attempt += 1) {
    const found = await store.tasks.find(ref);
    if (found === null) return 'not_found';
    const { annotation } = found.task;
    const change = changeBy(annotation, addition);
    if (typeof change === 'string') return change;
    if (Object.keys(change).length === 0) return null;
    const done = await store.tasks.annotate(ref, { change, rev: annotation.rev, person, at: clock.now() });
    if (done.kind === 'written') events.publish({ type: 'task', task: done.task, isNew: false });
    if (done.kind !== 'changed_meanwhile') return done.kind === 'written' ? null : done.kind;
  }
  return 'changed_meanwhile';
}
