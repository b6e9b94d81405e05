import { type Call, type CreateIntent, PlatformError, type Written } from '#server/platform/port.ts';
import type { StoredWorkbook, Workbooks } from '#server/platform/port-files.ts';
import type { Scope } from './scope.ts';

/** Why a create waits that the platform will take when one of the workbooks it keeps has gone. */
export const filesFull = 'files_full';

const carrierLimits = {
  /** Workbooks that the platform keeps at once, and for how long. (UploadBatchTaskFile) */
  files: 10,
  keptMs: 3_600_000,
  /** One that was left by an earlier attempt is used only while this much of its hour has not passed. */
  usableMs: 2_700_000,
  /** Others may take theirs away before it expires. */
  lookAgainMs: 60_000,
  againMs: 5_000,
  nameCharacters: 60,
} as const;

type Refused = Extract<Written<never>, { kind: 'refused' }>;
/** What became of a workbook on its way. `reason` of a wait is null where it is nobody's business. */
export type Carried =
  | { kind: 'there'; fileId: string }
  | { kind: 'wait'; forMs: number; reason: string | null }
  | Refused;

export type WorkbookCarrier = {
  /** Gives a kept workbook to the platform, or finds it there from an attempt whose answer was lost. */
  bring(workbookId: string, intent: CreateIntent): Promise<Carried>;
  /** Takes it away again when no task was made of it. What fails is left to expire. */
  takeBack(fileId: string): Promise<void>;
};

/** No other request has this name: its end is that of the task's name, which is found nowhere else. */
export const uploadNameOf = ({ platformName }: Pick<CreateIntent, 'platformName'>): string =>
  `${[...platformName].slice(-carrierLimits.nameCharacters).join('')}.xlsx`;

export function createWorkbookCarrier(scope: Scope, call: Call): WorkbookCarrier {
  const { connection, platform, store, clock, log } = scope;
  const ours = (code: string): Refused => ({ kind: 'refused', code, message: null, requestId: null });

  function room(stored: readonly StoredWorkbook[], now: number): Carried | null {
    if (stored.length < carrierLimits.files) return null;
    const ends = stored.map(({ uploadedAt }) => (uploadedAt ?? now) + carrierLimits.keptMs - now);
    const forMs = Math.min(carrierLimits.lookAgainMs, Math.max(carrierLimits.againMs, ...[Math.min(...ends)]));
    return { kind: 'wait', forMs, reason: filesFull };
  }

  const isUsable = ({ uploadedAt }: StoredWorkbook, now: number): boolean =>
    uploadedAt !== null && now - uploadedAt < carrierLimits.usableMs;

  async function bring(workbooks: Workbooks, workbookId: string, name: string): Promise<Carried> {
    const named = (stored: readonly StoredWorkbook[]) => stored.find((file) => file.name === name);
    const before = await workbooks.list(call);
    const found = named(before);
    if (found !== undefined && isUsable(found, clock.now())) return { kind: 'there', fileId: found.id };
    if (found !== undefined) {
      // It would be gone before the task is made.
      await workbooks.delete(found.id, call);
      return { kind: 'wait', forMs: carrierLimits.againMs, reason: null };
    }
    const full = room(before, clock.now());
    if (full !== null) return full;
    const content = await store.workbooks.content(connection, workbookId, clock.now());
    if (content === null) return ours('workbook_gone');
    const written = await workbooks.upload({ name, content }, call);
    switch (written.kind) {
      case 'done':
        return { kind: 'there', fileId: written.value.id };
      case 'not_sent':
        return { kind: 'wait', forMs: Math.max(written.retryAfterMs, carrierLimits.againMs), reason: null };
      case 'unknown':
        log.warn('the answer to an upload was lost', { connection, code: written.reason });
        return { kind: 'wait', forMs: carrierLimits.againMs, reason: null };
      case 'refused': {
        // Another may have taken the last place meanwhile, or an earlier request of ours has arrived after all.
        const after = await workbooks.list(call);
        const late = named(after);
        if (late !== undefined) return { kind: 'there', fileId: late.id };
        return room(after, clock.now()) ?? written;
      }
    }
  }

  return {
    async bring(workbookId, intent) {
      const { workbooks } = platform;
      if (workbooks === undefined) return ours('unreadable_operation');
      try {
        return await bring(workbooks, workbookId, uploadNameOf(intent));
      } catch (error) {
        // Nothing was asked for yet that could make a task, so it may be tried again whatever went wrong.
        if (!(error instanceof PlatformError)) log.error('a workbook could not be brought', error, { connection });
        const forMs = error instanceof PlatformError ? (error.retryAfterMs ?? 0) : 0;
        return { kind: 'wait', forMs: Math.max(forMs, carrierLimits.againMs), reason: null };
      }
    },
    async takeBack(fileId) {
      try {
        await platform.workbooks?.delete(fileId, call);
      } catch (error) {
        log.error('a workbook could not be taken back', error, { connection });
      }
    },
  };
}
