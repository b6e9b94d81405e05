import type { Operation } from '#shared/domain/operation.ts';
import type { Task } from '#shared/domain/task.ts';

/** Tasks of which the platform made two. */
export type TwinRepository = {
  /**
   * Tasks that carry the name of a create that was begun since then and are not its task, and that are not known to be a twin;
   * each with the create and its task. Names of creates are never used twice, so both come of one request.
   */
  namesakes(connection: string, since: number): Promise<{ operation: Operation; task: Task; namesake: Task }[]>;
  /**
   * Writes down which of two tasks is one too many, and says so in the creates that made them. Answers what changed, or null when
   * the duplicate was known to be a twin before.
   */
  pair(
    connection: string,
    twins: { kept: string; duplicate: string },
  ): Promise<{ tasks: Task[]; operations: Operation[] } | null>;
};
