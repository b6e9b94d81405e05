import type { Task } from '#shared/domain/task.ts';

/**
 * The rows that are shown, in the order they have, with what is known of them now; and the tasks that the newest answer has besides.
 * An answer that was not asked for by the reader changes figures and never positions.
 */
export function steadyRows(
  shown: readonly Task[],
  latest: readonly Task[],
): { rows: readonly Task[]; joined: readonly Task[]; reordered: boolean } {
  const byId = new Map(latest.map((task) => [task.id, task]));
  const ids = new Set(shown.map(({ id }) => id));
  const rows = shown.map((task) => byId.get(task.id) ?? task);
  const kept = latest.filter(({ id }) => ids.has(id));
  const common = shown.filter(({ id }) => byId.has(id));
  return {
    rows,
    joined: latest.filter(({ id }) => !ids.has(id)),
    reordered: kept.some(({ id }, place) => common[place]?.id !== id),
  };
}
