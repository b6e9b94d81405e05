import { z } from 'zod';
import { knownKinds } from '#shared/domain/kinds.ts';
import { newIdempotencyKey } from '#web/api/client.ts';

const number = z.number().nullable();
/** Desired values of one service, as JSON text. */
const ShadowDraft = z.object({ serviceId: z.string(), desiredText: z.string(), version: number });
export type ShadowDraft = z.infer<typeof ShadowDraft>;

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
  source: z.enum(['list', 'groups', 'search']),
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
});

/** Something was entered that would be missed. */
export const hasContent = (draft: Draft): boolean =>
  draft.name !== '' || draft.listText !== '' || draft.searched.length > 0 || draft.groupIds.length > 0;

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
