import { Draft, emptyDraft, setOf } from './draft.ts';
import { allowedChange } from './locked-parts.ts';
import { createSaving, type OpenedDraft } from './saving.ts';

/** How drafts of the wizard are kept. */
export const taskSaving = createSaving<Draft>({
  read: (written) => Draft.safeParse({ ...emptyDraft(''), ...written }).data ?? null,
  taskKind: ({ kind }) => kind,
  withoutLists: (draft) => ({ ...draft, listText: '', searched: [] }),
  hasList: (change) => change.listText !== undefined || change.sets !== undefined,
  allowed: allowedChange,
});
export const { toContent, fromContent, openDraft } = taskSaving;
export type Opened = OpenedDraft<Draft>;

/** Devices that the console keeps for a while, and for one person: others, or somebody next month, would find nothing. */
export const areDevicesKept = (draft: Draft): boolean =>
  draft.source === 'file' ? draft.workbook !== null : setOf(draft) !== null;

/** What a template holds of a draft: everything but where it came from, and lists and workbooks that are only kept for a while. */
export function withoutKept(draft: Draft): Draft {
  const { sets, workbook } = emptyDraft('');
  const list = draft.sets.list === null ? {} : { listName: null, listColumn: null };
  return { ...draft, ...list, sets, workbook, brought: null };
}
