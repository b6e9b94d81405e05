import type { Task } from '#shared/domain/task.ts';
import { mostTogether } from '#shared/domain/task-kin.ts';
import { api, may } from '#server/http/permissions.ts';
import { connectedTo } from '#server/http/request-context.ts';

const told = ({ id, name, state, rawState, createdAt, createdBy }: Task) => ({
  id,
  name,
  state,
  rawState,
  createdAt,
  createdBy,
});

/** Where a task's devices come from, and what was made of them. A task that nobody made here has no kin. */
export const taskKin = {
  kin: api.tasks.kin.use(may('task.read')).handler(async ({ input, context }) => {
    const { kin, tasks } = context.services.store;
    const { id: connection } = connectedTo(context, input.connection);
    const ref = { connection, id: input.taskId };
    const { madeFrom, followedBy } = await kin.of(ref);
    const first = followedBy.length === 0 ? null : await tasks.find(ref);
    const family = first === null ? [] : [first.task, ...followedBy];
    const devices = family.reduce((sum, { counts }) => sum + counts.total, 0);
    const ids = family.map(({ id }) => id);
    const together = ids.length === 0 || devices > mostTogether ? null : await kin.together(connection, ids);
    return { madeFrom: madeFrom.map(told), followedBy: followedBy.map(told), together };
  }),
};
