import type { Operation } from '#shared/domain/operation.ts';
import type { Task } from '#shared/domain/task.ts';

/** Tasks of which the platform made two. */
export type TwinRepository = {
  /**
   * Tasks that carry the name of a create that was begun since then and are not its task, and that are not known to be a twin;
   * each with the create and its task. Oldest first.
   */
  namesakes(connection: string, since: number): Promise<{ operation: Operation; task: Task; namesake: Task }[]>;
  /**
   * Creates begun since then whose answer was lost and whose task is known by now, each with another that was begun before it
   * was, has a task too and reaches as many devices; without those whose tasks are known to be twins. Ids of operations.
   */
  askedAgain(connection: string, since: number): Promise<{ lost: string; again: string }[]>;
  /**
   * Writes down which of two tasks is one too many, and says so in the creates that made them. Answers what changed, or null when
   * the duplicate was known to be a twin before.
   */
  pair(
    connection: string,
    twins: { kept: string; duplicate: string },
  ): Promise<{ tasks: Task[]; operations: Operation[] } | null>;
};
