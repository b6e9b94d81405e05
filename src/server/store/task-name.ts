/**
 * What a task is called: as people named it here, else as the platform does, else by its id, because a task without a name must be
 * found and opened too.
 */
export const taskNameOf = (row: { id: string; label: string | null; platform_name: string }): string =>
  row.label ?? (row.platform_name.trim() === '' ? row.id : row.platform_name);
