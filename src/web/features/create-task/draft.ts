import { z } from 'zod';
import { type NewTask, noOptions, type Problem, problemsOf } from '#shared/domain/create.ts';
import { upgradeKinds, type UpgradeKind } from '#shared/domain/kinds.ts';
import { newIdempotencyKey } from '#web/api/client.ts';
import type { Step } from './steps.ts';

/** What a person has entered so far, shaped like the screen. `null` numbers are empty fields. */
export const Draft = z.object({
  /** What the keys of this draft's requests begin with: kept with it, so that a reload asks for the same thing once more. */
  seed: z.string().min(8),
  kind: z.enum(upgradeKinds),
  name: z.string(),
  spaceId: z.string(),
  source: z.enum(['list', 'groups', 'search']),
  /** Text as pasted, or the content of the dropped file; kept so that nothing typed is lost. */
  listText: z.string(),
  listName: z.string().nullable(),
  /** The column of a table to take ids from; null lets the header decide. */
  listColumn: z.int().nullable(),
  groupIds: z.array(z.string()),
  searched: z.array(z.string()),
  packageId: z.string(),
  starts: z.enum(['now', 'later']),
  /** Epoch milliseconds; null while nothing was chosen. */
  startsAt: z.number().nullable(),
  retryCount: z.number().nullable(),
  retryInterval: z.number().nullable(),
  confirmedCount: z.number().nullable(),
});
export type Draft = z.infer<typeof Draft>;

export const emptyDraft = (spaceId: string): Draft => ({
  seed: newIdempotencyKey(),
  kind: 'firmwareUpgrade',
  name: '',
  spaceId,
  source: 'list',
  listText: '',
  listName: null,
  listColumn: null,
  groupIds: [],
  searched: [],
  packageId: '',
  starts: 'now',
  startsAt: null,
  retryCount: null,
  retryInterval: null,
  confirmedCount: null,
});

/** The request a draft stands for; `listed` are the ids read from its text. */
export function toNewTask(draft: Draft, listed: readonly string[]): NewTask {
  return {
    kind: draft.kind,
    name: draft.name.normalize('NFC'),
    spaceId: draft.spaceId,
    targets:
      draft.source === 'groups'
        ? { source: 'groups', groupIds: draft.groupIds }
        : { source: 'devices', deviceIds: [...(draft.source === 'list' ? listed : draft.searched)] },
    document: { type: 'package', packageId: draft.packageId },
    options: noOptions,
    startsAt: draft.starts === 'later' ? draft.startsAt : null,
    retry: { count: draft.retryCount, intervalMinutes: draft.retryInterval },
    confirmedCount: draft.confirmedCount,
  };
}

const stepOfField: Partial<Record<Problem['field'], Step>> = {
  name: 'type',
  space: 'type',
  targets: 'targets',
  gatewayMode: 'policy',
  needsConfirm: 'policy',
  extra: 'policy',
  start: 'policy',
  retryCount: 'policy',
  retryInterval: 'policy',
  confirm: 'review',
};
/** The step where a field's problem is mended; all that is not named belongs to the document. */
export const stepOf = (field: Problem['field']): Step => stepOfField[field] ?? 'document';

/** Every problem, each under the step where it is mended. A chosen "later" without a time counts as a start in the past. */
export function problemsByStep(draft: Draft, request: NewTask, now: number, devices: number): Record<Step, Problem[]> {
  const byStep: Record<Step, Problem[]> = { type: [], targets: [], document: [], policy: [], review: [] };
  const problems = problemsOf(request, now, devices);
  if (draft.starts === 'later' && draft.startsAt === null)
    problems.push({ field: 'start', code: 'schedule_in_the_past' });
  for (const problem of problems) byStep[stepOf(problem.field)].push(problem);
  return byStep;
}

export const packageKindOf: Record<UpgradeKind, 'firmware' | 'software'> = {
  firmwareUpgrade: 'firmware',
  softwareUpgrade: 'software',
};

/** Kept for this tab only: a reload loses nothing, and another person at the same machine finds nothing. */
const storageKey = (connection: string) => `new-task:${connection}`;

export function loadDraft(storage: Storage, connection: string): Draft | null {
  try {
    return Draft.parse(JSON.parse(storage.getItem(storageKey(connection)) ?? ''));
  } catch {
    return null;
  }
}

/** False when the browser has no room for it; the page then says that a reload would lose the list. */
export function saveDraft(storage: Storage, connection: string, draft: Draft): boolean {
  try {
    storage.setItem(storageKey(connection), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export const dropDraft = (storage: Storage, connection: string): void => storage.removeItem(storageKey(connection));
