import type { SavedDraft } from '#shared/domain/saved-draft.ts';

/** How the draft stands with the console. `too_large`: what was entered is more than is kept. */
export type Standing =
  | 'new'
  | 'saved'
  | 'unsaved'
  | 'saving'
  | 'failed'
  | 'changed'
  | 'gone'
  | 'too_large'
  | 'too_many';
export type Keeping = { standing: Standing; rev: number; savedAt: number | null };

/** Why saving did not work. */
export type Refusal = Extract<Standing, 'failed' | 'changed' | 'gone' | 'too_large' | 'too_many'>;

type Options = {
  start: Keeping;
  /** Saves what the page holds at this moment, on top of `rev`. */
  save: (rev: number) => Promise<SavedDraft | Refusal>;
  onChange: (keeping: Keeping) => void;
  delayMs?: number;
  retryMs?: number;
};

/** Saves a while after the last change, one save after the other, and stops for a person where the answer asks for one. */
export function createDraftKeeper({ start, save, onChange, delayMs = 1_000, retryMs = 10_000 }: Options) {
  let keeping = start;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  let changedSince = false;
  let stopped = false;

  const become = (next: Partial<Keeping>) => {
    keeping = { ...keeping, ...next };
    if (!stopped) onChange(keeping);
  };
  const waitsForPerson = () => keeping.standing === 'changed' || keeping.standing === 'gone';
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };

  async function run(): Promise<void> {
    changedSince = false;
    become({ standing: 'saving' });
    const answer = await save(keeping.rev);
    if (typeof answer === 'string') {
      become({ standing: answer });
      if (answer === 'failed' && !stopped) later(retryMs);
      return;
    }
    become({ standing: changedSince ? 'unsaved' : 'saved', rev: answer.rev, savedAt: answer.savedAt });
  }

  /** Saves now what has not been saved. */
  async function flush(): Promise<void> {
    clearTimeout(timer);
    if (running !== null) {
      await running;
      if (!changedSince) return;
    }
    if (waitsForPerson() || keeping.standing === 'saved' || keeping.standing === 'new' || stopped) return;
    running = run().finally(() => {
      running = null;
    });
    await running;
    if (changedSince && !waitsForPerson()) later(delayMs);
  }

  return {
    /** Something was entered. */
    change() {
      changedSince = true;
      if (waitsForPerson()) return;
      if (keeping.standing !== 'saving') become({ standing: 'unsaved' });
      later(delayMs);
    },
    flush,
    /** Something was entered or saved already. */
    hasBegun: () => keeping.standing !== 'new',
    /** Goes on from what is saved there as `rev`, with nothing to save. */
    adopt(rev: number, savedAt: number | null) {
      clearTimeout(timer);
      changedSince = false;
      become({ standing: 'saved', rev, savedAt });
    },
    /** Saves what stands here in place of what is saved as `rev`; 0 where there is nothing any more. */
    insist(rev: number) {
      become({ standing: 'unsaved', rev });
      return flush();
    },
    /** Saves nothing any more: the draft is done with. Resolves when a save that went on has ended. */
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
