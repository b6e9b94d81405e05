import { useDebouncedCallback } from '@mantine/hooks';
import { type MutationOptions, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { startTransition, useCallback, useEffect, useState } from 'react';
import { addDraftMutation, changeDraftMutation, draftQuery, removeDraftMutation } from '#web/api/drafts.ts';
import { failureOf } from '#web/api/problem.ts';
import type { SavedDraft } from '#shared/domain/saved-draft.ts';
import { createDraftKeeper, type Keeping, type Refusal } from './draft-keeper.ts';
import type { AnyDraft, OpenedDraft, Saving } from './saving.ts';
import type { Step } from './steps.ts';
import { dropTabCopy, forgetDraft, keepTabCopy, rememberDraft } from './tab-drafts.ts';

const refusals: Partial<Record<string, Refusal>> = {
  changed_meanwhile: 'changed',
  not_found: 'gone',
  too_many_drafts: 'too_many',
};

type Held<D> = { draft: D; step: Step; devices: number | null; rev: number };
/** What is to be saved, apart from what is drawn: a save reads it when its time has come. */
function pageWith<D>(start: Held<D>) {
  let held = start;
  return {
    read: () => held,
    write(part: Partial<Held<D>>) {
      held = { ...held, ...part };
    },
  };
}

/** Runs a mutation of which nothing is shown: drawn as it goes, each save would draw the whole form several times. */
const unseen = <Data, Failure, Variables, Result>(
  client: QueryClient,
  options: MutationOptions<Data, Failure, Variables, Result>,
  variables: Variables,
): Promise<Data> => client.getMutationCache().build(client, options).execute(variables);

type Asked<D extends AnyDraft> = {
  connection: string;
  draftId: string;
  opened: OpenedDraft<D>;
  step: Step;
  /** How drafts of its form are kept. */
  saving: Saving<D>;
};

/** A draft that is saved while it is written: by the console for any device, and by this tab until that is done. */
export function useDraft<D extends AnyDraft>({ connection, draftId, opened, step, saving }: Asked<D>) {
  const [draft, setDraft] = useState(opened.draft);
  const [lacksList, setLacksList] = useState(opened.lacksList);
  const [listLeftOut, setListLeftOut] = useState(false);
  const [kept, setKept] = useState(true);
  const queryClient = useQueryClient();

  /** What the page holds at the moment when it is saved. */
  const [page] = useState(() => pageWith({ draft: opened.draft, step, devices: null, rev: opened.rev }));
  const keepHere = useDebouncedCallback(
    () => {
      const { rev, step: at, draft: held } = page.read();
      setKept(keepTabCopy(sessionStorage, connection, draftId, { rev, step: at, draft: held }));
    },
    { delay: 300, flushOnUnmount: true },
  );

  const save = useCallback(
    async (rev: number): Promise<SavedDraft | Refusal> => {
      const { draft: held, step: at, devices } = page.read();
      const made = saving.toContent(held, at);
      if (made === null) return 'too_large';
      const about = {
        name: held.name.slice(0, 256),
        taskKind: saving.form.taskKind(held),
        devices,
        shared: false,
        locked: [],
      };
      const asked = { connection, ...about, content: made.content };
      try {
        const saved =
          rev === 0
            ? await unseen(queryClient, addDraftMutation(), { ...asked, id: draftId, kind: 'draft' })
            : await unseen(queryClient, changeDraftMutation(), { ...asked, draftId, rev });
        page.write({ rev: saved.rev });
        setListLeftOut(made.listLeftOut);
        if (made.listLeftOut || page.read().draft !== held) keepHere();
        else {
          keepHere.cancel();
          dropTabCopy(sessionStorage, connection, draftId);
        }
        return saved;
      } catch (error) {
        return refusals[failureOf(error).code] ?? 'failed';
      }
    },
    [connection, draftId, queryClient, keepHere, page, saving],
  );

  const [keeping, setKeeping] = useState<Keeping>(() => ({
    standing: opened.standing === 'saved' && opened.rev === 0 ? 'new' : opened.standing,
    rev: opened.rev,
    savedAt: opened.savedAt,
  }));
  const tell = (next: Keeping) => {
    // Nobody waits for these two, and they draw the whole page: in slices, so that it reacts meanwhile.
    if (next.standing === 'saving' || next.standing === 'saved') startTransition(() => setKeeping(next));
    else setKeeping(next);
  };
  const [keeper] = useState(() => createDraftKeeper({ start: keeping, save, onChange: tell }));

  useEffect(() => {
    rememberDraft(sessionStorage, connection, draftId);
    const hidden = () => {
      if (document.visibilityState === 'hidden') {
        keepHere.flush();
        void keeper.flush();
      }
    };
    document.addEventListener('visibilitychange', hidden);
    addEventListener('pagehide', keepHere.flush);
    // Once the page has told how many devices there are.
    queueMicrotask(() => void keeper.flush());
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      removeEventListener('pagehide', keepHere.flush);
      void keeper.flush();
    };
  }, [connection, draftId, keeper, keepHere]);

  const noteChange = useCallback(() => {
    keepHere();
    keeper.change();
  }, [keepHere, keeper]);

  useEffect(() => {
    if (page.read().step === step) return;
    page.write({ step });
    // Before anything is entered or saved, looking at another step is nothing to keep.
    if (keeper.hasBegun()) {
      noteChange();
      void keeper.flush();
    }
  }, [step, keeper, noteChange, page]);

  const change = useCallback(
    (part: Partial<D>) => {
      // A file that was being read, or a list that was being kept, comes later than what was entered meanwhile.
      const held = page.read().draft;
      const next = { ...held, ...saving.form.allowed(held, part) };
      page.write({ draft: next });
      setDraft(next);
      if (saving.form.hasList(part)) setLacksList(false);
      noteChange();
    },
    [page, noteChange, saving],
  );
  /** What the list of drafts says of it. */
  const tellDevices = useCallback(
    (devices: number | null) => {
      page.write({ devices });
    },
    [page],
  );

  /** The draft is done with, here and at the console. The same from render to render: it is called by an effect. */
  const discard = useCallback(() => {
    const forget = () => {
      keepHere.cancel();
      forgetDraft(sessionStorage, connection, draftId);
    };
    const remove = async () => {
      // A save that still goes on would bring the draft back.
      await keeper.stop();
      forget();
      // One that was never saved is not there to be removed; one that stays can be removed from the list.
      if (page.read().rev > 0) await unseen(queryClient, removeDraftMutation(), { connection, draftId });
    };
    forget();
    remove().catch(() => undefined);
  }, [keepHere, keeper, connection, draftId, queryClient, page]);

  /** Goes on with what another tab or device has saved. */
  const takeOther = async () => {
    const saved = await queryClient.fetchQuery(draftQuery(connection, draftId));
    const content = saving.fromContent(saved.content);
    if (content === null) throw new Error('The saved draft is of another version.');
    keepHere.cancel();
    dropTabCopy(sessionStorage, connection, draftId);
    page.write({ draft: content.draft, rev: saved.rev });
    setDraft(content.draft);
    setLacksList(content.listLeftOut);
    keeper.adopt(saved.rev, saved.savedAt);
  };
  /** Saves what stands here in its place. */
  const keepThis = async () => {
    const saved = await queryClient
      .fetchQuery({ ...draftQuery(connection, draftId), retry: false })
      .catch((error: unknown) => {
        if (failureOf(error).code === 'not_found') return null;
        throw error;
      });
    page.write({ rev: saved?.rev ?? 0 });
    await keeper.insist(saved?.rev ?? 0);
  };
  return {
    draft,
    change,
    discard,
    tellDevices,
    keeping,
    kept,
    lacksList,
    listLeftOut,
    saveNow: () => void keeper.flush(),
    decide: useMutation({ mutationFn: (which: 'other' | 'this') => (which === 'other' ? takeOther() : keepThis()) }),
  };
}
export type DraftInHand<D extends AnyDraft> = ReturnType<typeof useDraft<D>>;
