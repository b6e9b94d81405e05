import { sql } from 'kysely';
import { z } from 'zod';
import { type Annotation, noAnnotation } from '#shared/domain/annotation.ts';
import { folded, searchText } from '#shared/domain/task-filter.ts';
import type { Engine, Trx } from './database.ts';
import { taskNameOf } from './task-name.ts';

/** What people call a task and write about it: kept apart from what the platform tells, and folded into its row for searching. */
export type Words = { label: string | null; annotation: Annotation };

const Tags = z.array(z.string());

type NoteRow = {
  note: string | null;
  owner: string | null;
  tags: string | null;
  ticket: string | null;
  rev: number | null;
};
/** The annotation of a joined row; a task that nobody wrote about has none. */
export const annotationOf = ({ note, owner, tags, ticket, rev }: NoteRow): Annotation =>
  note === null || tags === null || rev === null
    ? noAnnotation
    : { note, owner, tags: Tags.parse(JSON.parse(tags)), ticket, rev };

/** Until the transaction ends nobody else changes the words of this connection's tasks or folds them into new rows. */
export async function lockWords(engine: Engine, trx: Trx, connection: string): Promise<void> {
  // SQLite has one writer anyway.
  if (engine === 'sqlite') return;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`words ${connection}`}, 0))`.execute(trx);
}

/** The words about those of `ids` that have any. */
export async function wordsOf(trx: Trx, connection: string, ids: readonly string[]): Promise<Map<string, Words>> {
  const found = new Map<string, Words>();
  const origins = await trx
    .selectFrom('task_origins')
    .select(['task_id', 'label'])
    .where('connection', '=', connection)
    .where('task_id', 'in', [...ids])
    .execute();
  for (const { task_id: id, label } of origins) found.set(id, { label, annotation: noAnnotation });
  const notes = await trx
    .selectFrom('task_notes')
    .selectAll()
    .where('connection', '=', connection)
    .where('task_id', 'in', [...ids])
    .execute();
  for (const row of notes) {
    found.set(row.task_id, { label: found.get(row.task_id)?.label ?? null, annotation: annotationOf(row) });
  }
  return found;
}

/** The columns that hold a task's words. */
export function foldedWords(id: string, platformName: string, words: Words | undefined) {
  const name = taskNameOf({ id, label: words?.label ?? null, platform_name: platformName });
  const annotation = words?.annotation ?? noAnnotation;
  return { search: searchText({ id, name, platformName, annotation }), name_order: folded(name) };
}

/** Folds a task's present words into its row and raises its `rev`; nothing where the task was never seen. */
export async function refoldWords(trx: Trx, connection: string, id: string): Promise<void> {
  const row = await trx
    .selectFrom('tasks')
    .select('platform_name')
    .where('connection', '=', connection)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return;
  const words = (await wordsOf(trx, connection, [id])).get(id);
  await trx
    .updateTable('tasks')
    .set((eb) => ({ ...foldedWords(id, row.platform_name, words), rev: eb('rev', '+', 1) }))
    .where('connection', '=', connection)
    .where('id', '=', id)
    .execute();
}
