import type { ExpressionBuilder } from 'kysely';
import { messagePattern } from '#shared/domain/failure-message.ts';
import type { TaskRef } from '#shared/domain/task.ts';
import type { Trx } from './database.ts';
import type { SubtaskRow, Tables } from './schema.ts';
import type { SubtaskSighting } from './subtask-store.ts';

/** What makes a row tell another story: `since` follows these. */
const told = ['outcome', 'error_code', 'error_message'] as const;
/** What makes it another row than before. */
const content = [...told, 'raw_outcome', 'output'] as const;

type Upsert = ExpressionBuilder<Tables & { excluded: Tables['subtasks'] }, 'subtasks' | 'excluded'>;
const differs = (eb: Upsert, columns: readonly (typeof content)[number][]) =>
  eb.or(columns.map((column) => eb(`subtasks.${column}`, 'is distinct from', eb.ref(`excluded.${column}`))));

/** A device that had failed or was stopped is tried again, also where the look came too late to see it begin. */
const triedAgain = (eb: Upsert) =>
  eb.and([
    eb('subtasks.outcome', 'in', ['failed', 'retry_pending', 'stopped']),
    eb('excluded.outcome', 'not in', ['retry_pending', 'stopped', 'removed']),
    differs(eb, told),
  ]);

/** Writes what was seen at `at` of up to a statement's rows; see `SubtaskRepository.see`. Answers how many are new or changed. */
export async function seeSubtasks(
  trx: Trx,
  ref: TaskRef,
  rows: readonly SubtaskSighting[],
  at: number,
): Promise<number> {
  const task = { connection: ref.connection, task_id: ref.id };
  const written = await trx
    .insertInto('subtasks')
    .values(
      rows.map((row) => ({
        ...task,
        device_id: row.deviceId,
        outcome: row.outcome,
        raw_outcome: row.rawOutcome,
        output: row.output,
        error_code: row.errorCode,
        error_message: row.errorMessage,
        error_pattern: messagePattern(row.errorMessage),
        since: at,
        seen_at: at,
        attempts: 1,
      })),
    )
    .onConflict((on) =>
      on
        .columns(['connection', 'task_id', 'device_id'])
        .doUpdateSet((eb) => ({
          ...Object.fromEntries(
            [...content, 'error_pattern' as const].map((column) => [column, eb.ref(`excluded.${column}`)]),
          ),
          seen_at: at,
          since: eb.case().when(differs(eb, told)).then(eb.ref('excluded.since')).else(eb.ref('subtasks.since')).end(),
          not_before: eb
            .case()
            .when(differs(eb, told))
            .then(eb.ref('subtasks.seen_at'))
            .else(eb.ref('subtasks.not_before'))
            .end(),
          attempts: eb
            .case()
            .when(triedAgain(eb))
            .then(eb('subtasks.attempts', '+', 1))
            .else(eb.ref('subtasks.attempts'))
            .end(),
        }))
        .where((eb) => eb.and([eb('subtasks.seen_at', '<=', at), differs(eb, content)])),
    )
    .returning(['device_id', 'outcome', 'error_code', 'error_message', 'since', 'not_before', 'attempts'])
    .execute();
  await keepHistory(
    trx,
    task,
    written.filter((row) => row.since === at && (row.outcome !== 'waiting' || row.not_before !== null)),
  );
  // What did not change was still seen: an older answer that arrives later must not overwrite it.
  await trx
    .updateTable('subtasks')
    .set({ seen_at: at })
    .where('connection', '=', ref.connection)
    .where('task_id', '=', ref.id)
    .where(
      'device_id',
      'in',
      rows.map((row) => row.deviceId),
    )
    .where('seen_at', '<', at)
    .execute();
  return written.length;
}

type Changed = Pick<
  SubtaskRow,
  'device_id' | 'outcome' | 'error_code' | 'error_message' | 'since' | 'not_before' | 'attempts'
>;
async function keepHistory(
  trx: Trx,
  task: { connection: string; task_id: string },
  rows: readonly Changed[],
): Promise<void> {
  if (rows.length === 0) return;
  await trx
    .insertInto('subtask_changes')
    .values(rows.map(({ since, attempts, ...row }) => ({ ...task, ...row, at: since, attempt: attempts })))
    // Of two answers of one moment the one that arrives last counts.
    .onConflict((on) =>
      on.columns(['connection', 'device_id', 'task_id', 'at']).doUpdateSet((eb) => ({
        outcome: eb.ref('excluded.outcome'),
        error_code: eb.ref('excluded.error_code'),
        error_message: eb.ref('excluded.error_message'),
        attempt: eb.ref('excluded.attempt'),
      })),
    )
    .execute();
}
