import type { DraftContent, SavedDraft, WholeDraft } from '#shared/domain/saved-draft.ts';

export type NewDraft = DraftContent & Pick<SavedDraft, 'id' | 'kind'> & { savedAt: number };
/** What came of saving. `changed_meanwhile` is about content of another `rev`; the same content again is no change. */
export type Saved = SavedDraft | 'changed_meanwhile';

/** Tasks that people are preparing, and templates. Others' drafts and unshared templates are not there. */
export type DraftRepository = {
  /** Own ones and shared templates; what was saved last first. */
  list(connection: string, personId: string): Promise<SavedDraft[]>;
  find(connection: string, personId: string, id: string): Promise<WholeDraft | null>;
  /** Adding the same again answers what is there; another content under its id is `changed_meanwhile`. */
  add(
    connection: string,
    person: { id: string; name: string },
    draft: NewDraft,
    most: number,
  ): Promise<Saved | 'too_many_drafts'>;
  change(
    connection: string,
    personId: string,
    id: string,
    change: DraftContent & { rev: number; savedAt: number },
  ): Promise<Saved | 'not_found'>;
  /** False when this person has none of this id. */
  remove(connection: string, personId: string, id: string): Promise<boolean>;
};
