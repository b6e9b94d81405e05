import { Layout } from '#shared/domain/saved-view.ts';

/** What is used of the browser's storage. Where it is switched off, already asking for it throws; and others can write into it. */
type Storage = () => Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (personId: string) => `rollout-console.layout.tasks.${personId}`;

/** The layout as this browser last knew it, until the console's answer is there: so that columns do not jump when it comes. */
export function keptLayout(storage: Storage, personId: string): Layout | null {
  try {
    return Layout.parse(JSON.parse(storage().getItem(keyOf(personId)) ?? 'null'));
  } catch {
    return null;
  }
}

/** Null: the person has none of their own. */
export function keepLayout(storage: Storage, personId: string, layout: Layout | null): void {
  try {
    if (layout === null) storage().removeItem(keyOf(personId));
    else storage().setItem(keyOf(personId), JSON.stringify(layout));
  } catch {
    return;
  }
}
