import type { Task, TaskRef } from '#shared/domain/task.ts';

/** Tasks whose devices were taken from other tasks of this console. */
export type KinRepository = {
  /** The tasks that this one's devices were taken from, and those made from its devices; the one made last first. */
  of(ref: TaskRef): Promise<{ madeFrom: Task[]; followedBy: Task[] }>;
  /** Devices of all these tasks, each counted once, and those that succeeded in one of them. Null while a copy is not whole. */
  together(connection: string, taskIds: readonly string[]): Promise<{ devices: number; succeeded: number } | null>;
};
