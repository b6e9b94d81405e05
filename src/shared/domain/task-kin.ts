import { z } from 'zod';
import { Task } from './task.ts';

const Relative = Task.pick({ id: true, name: true, state: true, rawState: true, createdAt: true, createdBy: true });

/** Devices of tasks that are counted together at most, each as often as a task has it: each visit of the page counts them anew. */
export const mostTogether = 120_000;

/** How a task hangs together with others of this console: devices of one are taken into the next, which is made last. */
export const TaskKin = z
  .object({
    madeFrom: z.array(Relative),
    followedBy: z.array(Relative),
    /**
     * Devices of the task and of those that follow it, each counted once, and those that succeeded in one of them. Null where none
     * follows, while not all of their devices are copied, and where these are more than are counted together.
     */
    together: z.object({ devices: z.int().min(0), succeeded: z.int().min(0) }).nullable(),
  })
  .meta({ id: 'TaskKin' });
export type TaskKin = z.infer<typeof TaskKin>;
