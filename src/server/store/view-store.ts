import type { Layout, ListName, ListSettings, SavedView } from '#shared/domain/saved-view.ts';

/** Ways to look at lists, each person's own and those that others share. */
export type ViewRepository = {
  /** Own and shared ones, by name. */
  list(list: ListName, personId: string): Promise<SavedView[]>;
  /** Names are unique for one person and list, compared after folding. */
  add(
    person: { id: string; name: string },
    view: { id: string; list: ListName; name: string; search: string; layout: Layout; shared: boolean },
    most: number,
  ): Promise<SavedView | 'name_taken' | 'too_many_views'>;
  /** `not_found` also for views of other people. */
  change(
    personId: string,
    id: string,
    change: { [Key in 'name' | 'search' | 'layout' | 'shared']?: SavedView[Key] | undefined },
  ): Promise<SavedView | 'name_taken' | 'not_found'>;
  /** False when this person has no such view. */
  remove(personId: string, id: string): Promise<boolean>;
  settings(personId: string, list: ListName): Promise<ListSettings | null>;
  remember(personId: string, list: ListName, settings: ListSettings): Promise<void>;
};
