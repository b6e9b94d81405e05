import { annotated, noAnnotation } from '#shared/domain/annotation.ts';
import type { Database } from './database.ts';
import type { TaskRepository } from './task-store.ts';
import { tasksById } from './task-rows.ts';
import { lockWords, refoldWords, wordsOf } from './task-words.ts';

type Annotate = Parameters<TaskRepository['annotate']>;

/** See `TaskRepository.annotate`. */
export const annotateTask = (
  database: Database,
  ref: Annotate[0],
  { change, rev, person, at }: Annotate[1],
): ReturnType<TaskRepository['annotate']> =>
  database.change(async (trx) => {
    const { connection, id } = ref;
    await lockWords(database.engine, trx, connection);
    const [task] = await tasksById(trx, connection, [id]);
    if (task === undefined) return { kind: 'not_found' };
    const before = (await wordsOf(trx, connection, [id])).get(id)?.annotation ?? noAnnotation;
    if (before.rev !== rev) return { kind: 'changed_meanwhile' };
    const { tags, ...after } = annotated(before, change);
    const row = { connection, task_id: id, ...after, tags: JSON.stringify(tags) };
    await trx
      .insertInto('task_notes')
      .values(row)
      .onConflict((on) => on.columns(['connection', 'task_id']).doUpdateSet(row))
      .execute();
    await refoldWords(trx, connection, id);
    await trx
      .insertInto('audit')
      .values({
        at,
        person_id: person.id,
        person_name: person.name,
        role: person.role,
        action: 'task.note',
        connection,
        object: id,
        operation_id: null,
      })
      .execute();
    const [written] = await tasksById(trx, connection, [id]);
    return written === undefined ? { kind: 'not_found' } : { kind: 'written', task: written };
  });
