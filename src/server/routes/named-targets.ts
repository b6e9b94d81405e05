import { randomUUID } from 'node:crypto';
import type { NamedTask, NewTask } from '#shared/domain/create.ts';
import { type TargetSet, targetSetDays, targetSetPage, targetSetsKept } from '#shared/domain/target-set.ts';
import type { Connected } from '#server/context.ts';
import { refusal } from '#server/http/errors.ts';
import type { RequestContext, SignedIn } from '#server/http/request-context.ts';

/** Keeps devices for a person under an ID that pages can hand on. */
export function keepDevices(
  { services: { store, clock }, person }: RequestContext & SignedIn,
  connection: string,
  {
    id = randomUUID(),
    deviceIds,
    taskIds = [],
  }: { id?: string; deviceIds: readonly string[]; taskIds?: readonly string[] },
): Promise<TargetSet> {
  const createdAt = clock.now();
  const expiresAt = createdAt + targetSetDays * 86_400_000;
  const set = { id, person, deviceIds, taskIds, createdAt, expiresAt };
  return store.targetSets.add(connection, set, targetSetsKept);
}

/** Every device of a person's own list, in its order; null when it has expired or is another's. */
export async function devicesOfSet(
  context: RequestContext & SignedIn,
  connection: string,
  id: string,
): Promise<string[] | null> {
  const { store, clock } = context.services;
  const set = await store.targetSets.find(connection, id, clock.now(), context.person.id);
  if (set === null) return null;
  const pages = Array.from({ length: Math.ceil(set.devices / targetSetPage) }, (_, page) => page);
  const read = await Promise.all(pages.map((page) => store.targetSets.page(connection, id, page)));
  return read.flat();
}

/** The tasks that the devices of a new task were taken from. */
export async function parentsOf(
  { services: { store, clock }, person }: RequestContext & SignedIn,
  connection: string,
  targets: NewTask['targets'],
): Promise<readonly string[]> {
  if (targets.source !== 'set') return [];
  return (await store.targetSets.find(connection, targets.setId, clock.now(), person.id))?.taskIds ?? [];
}

/** The request with the devices of a kept list in the list's place. Refuses a list that is gone. */
export async function named(context: RequestContext & SignedIn, of: Connected, input: NewTask): Promise<NamedTask> {
  const { targets } = input;
  if (targets.source === 'file') return { ...input, targets: await workbookOf(context, of, input.kind, targets) };
  if (targets.source !== 'set') return { ...input, targets };
  const deviceIds = await devicesOfSet(context, of.id, targets.setId);
  if (deviceIds === null) throw refusal('invalid', { problems: [{ field: 'targets', code: 'target_set_gone' }] });
  return { ...input, targets: { source: 'devices', deviceIds } };
}

async function workbookOf(
  context: RequestContext & SignedIn,
  of: Connected,
  kind: string,
  { workbookId }: { workbookId: string },
): Promise<Extract<NamedTask['targets'], { source: 'file' }>> {
  // The rules say that it is missing.
  if (workbookId === '') return { source: 'file', workbookId, rows: 0 };
  const { store, clock } = context.services;
  const found = await store.workbooks.find(of.id, context.person.id, workbookId, clock.now());
  const code = found === null ? 'workbook_gone' : found.kind === kind ? null : 'workbook_of_another_kind';
  if (found === null || code !== null)
    throw refusal('invalid', { problems: [{ field: 'targets', code: code ?? 'workbook_gone' }] });
  return { source: 'file', workbookId, rows: found.rows };
}
