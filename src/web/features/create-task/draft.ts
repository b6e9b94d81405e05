import { z } from 'zod';
import { NotCarried } from '#shared/domain/brought.ts';
import { knownKinds } from '#shared/domain/kinds.ts';
import { LockablePart } from '#shared/domain/saved-draft.ts';
import { Workbook } from '#shared/domain/workbook.ts';
import { newIdempotencyKey } from '#web/api/client.ts';

const number = z.number().nullable();
/** Desired values of one service, as JSON text. */
const ShadowDraft = z.object({ serviceId: z.string(), desiredText: z.string(), version: number });
export type ShadowDraft = z.infer<typeof ShadowDraft>;

/** The task or the JSON that a draft was begun with, and what of that is not in it; null once a person has read it. */
export const Brought = z.object({
  from: z.enum(['task', 'json']),
  name: z.string().nullable(),
  taskId: z.string().nullable(),
  notCarried: z.array(NotCarried),
});
export type Brought = z.infer<typeof Brought>;

/** A list that the console keeps. Taking something out makes another list; the ones before are gone back to. */
const KeptSet = z.object({
  id: z.string(),
  devices: z.int(),
  /** The file or the task it came from; null for pasted text and searches. */
  name: z.string().nullable(),
  /** Devices that were more than a task takes, and are not in it. */
  over: z.int(),
  duplicates: z.int(),
  rejects: z.int(),
  before: z.array(z.object({ id: z.string(), devices: z.int() })),
  /** How many devices matched when they were asked for, where not that many were found; null otherwise. */
  matched: z.int().nullable().default(null),
});
export type KeptSet = z.infer<typeof KeptSet>;

/**
 * What a person has entered so far, shaped like the screen. `null` numbers are empty fields. What belongs to another kind or
 * another source than the chosen one stays for coming back, and is not sent. JSON is kept as text, so that nothing typed is lost.
 */
export const Draft = z.object({
  /** What the keys of this draft's requests begin with: kept with it, so that a reload asks for the same thing once more. */
  seed: z.string().min(8),
  kind: z.enum(knownKinds),
  name: z.string(),
  spaceId: z.string(),
  source: z.enum(['list', 'groups', 'search', 'task', 'file']),
  /** The workbook that the console keeps for this task. */
  workbook: Workbook.nullable().default(null),
  /** For each source the list that was made of it; with one, that is what is sent. */
  sets: z
    .object({
      list: KeptSet.nullable(),
      groups: KeptSet.nullable(),
      search: KeptSet.nullable(),
      task: KeptSet.nullable(),
    })
    .default({ list: null, groups: null, search: null, task: null }),
  /** Text as pasted, or the content of the dropped file; kept so that nothing typed is lost. */
  listText: z.string(),
  listName: z.string().nullable(),
  /** The column of a table to take ids from; null lets the header decide. */
  listColumn: z.int().nullable(),
  groupIds: z.array(z.string()),
  searched: z.array(z.string()),
  packageId: z.string(),
  /** The product whose model fills the forms; the empty string for none. */
  productId: z.string(),
  serviceId: z.string(),
  commandName: z.string(),
  parametersText: z.string(),
  keeps: z.boolean(),
  keepForSeconds: number,
  messageText: z.string(),
  /** The text is JSON and is passed on as such. */
  messageIsJson: z.boolean(),
  messageName: z.string(),
  messageEncoding: z.enum(['none', 'base64']),
  messageFormat: z.enum(['standard', 'raw']),
  topicKind: z.enum(['default', 'own', 'full']),
  topicName: z.string(),
  ttlMinutes: number,
  correlationData: z.string(),
  responseTopic: z.string(),
  userProperties: z.array(z.object({ key: z.string(), value: z.string() })),
  shadows: z.array(ShadowDraft),
  gatewayMode: z.boolean(),
  needsConfirm: z.boolean(),
  extraText: z.string(),
  starts: z.enum(['now', 'later']),
  /** Epoch milliseconds; null while nothing was chosen. */
  startsAt: number,
  retryCount: number,
  retryInterval: number,
  /** The template it was begun with, and what that one holds fast. */
  template: z.object({ name: z.string(), locked: z.array(LockablePart) }).nullable(),
  brought: Brought.nullable().default(null),
});
export type Draft = z.infer<typeof Draft>;

export const emptyDraft = (spaceId: string): Draft => ({
  seed: newIdempotencyKey(),
  kind: 'firmwareUpgrade',
  name: '',
  spaceId,
  source: 'list',
  workbook: null,
  sets: { list: null, groups: null, search: null, task: null },
  listText: '',
  listName: null,
  listColumn: null,
  groupIds: [],
  searched: [],
  packageId: '',
  productId: '',
  serviceId: '',
  commandName: '',
  parametersText: '{}',
  keeps: true,
  keepForSeconds: null,
  messageText: '',
  messageIsJson: false,
  messageName: '',
  messageEncoding: 'none',
  messageFormat: 'standard',
  topicKind: 'default',
  topicName: '',
  ttlMinutes: null,
  correlationData: '',
  responseTopic: '',
  userProperties: [],
  shadows: [],
  gatewayMode: false,
  needsConfirm: false,
  extraText: '',
  starts: 'now',
  startsAt: null,
  retryCount: null,
  retryInterval: null,
  template: null,
  brought: null,
});

/** The kept list that is sent for a draft; null where the devices or groups are named in it. */
export const setOf = (draft: Pick<Draft, 'source' | 'sets'>): KeptSet | null =>
  draft.source === 'file' ? null : draft.sets[draft.source];

/** The draft with another list for its source. */
export const withSet = (draft: Draft, set: KeptSet | null): Pick<Draft, 'sets'> => ({
  sets: { ...draft.sets, [draft.source]: set },
});

/** A list as it comes from the console. */
export const newSet = (set: { id: string; devices: number }, rest: Partial<KeptSet> = {}): KeptSet => ({
  name: null,
  over: 0,
  duplicates: 0,
  rejects: 0,
  before: [],
  matched: null,
  ...rest,
  ...set,
});
