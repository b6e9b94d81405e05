import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { WorkbookKind, WorkbookProblem } from '#shared/domain/workbook.ts';
import { type Checked, refuseUnopened } from './check.ts';
import { WorkbookRefused } from './refused.ts';

type Limits = { wallMs: number; atOnce: number; memory: ResourceLimits };

/** What one look may cost. */
export const inspectLimits: Limits = {
  wallMs: 10_000,
  /** Workbooks that are looked at at once; further ones wait. */
  atOnce: 2,
  memory: { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
};

export type Inspector = (kind: WorkbookKind, bytes: Uint8Array) => Promise<Checked>;
type Said = { checked: Checked } | { refused: WorkbookProblem };

/** Looks at workbooks in threads of their own. Rejects with `WorkbookRefused`, also when the thread died or took too long. */
export function createInspector(limits: Limits = inspectLimits): Inspector {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function turn(): Promise<void> {
    if (running >= limits.atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
  }
  function done(): void {
    running -= 1;
    waiting.shift()?.();
  }

  async function look(kind: WorkbookKind, bytes: Uint8Array): Promise<Checked> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { kind, bytes },
      resourceLimits: limits.memory,
    });
    try {
      const said = await new Promise<Said>((resolve, reject) => {
        const timer = setTimeout(() => reject(new WorkbookRefused('workbook_not_readable')), limits.wallMs);
        const end = (act: () => void) => () => {
          clearTimeout(timer);
          act();
        };
        worker.once('message', (message: Said) => end(() => resolve(message))());
        // Out of memory, or a fault of ours that the file brought out: either way it cannot be read here.
        worker.once(
          'error',
          end(() => reject(new WorkbookRefused('workbook_not_readable'))),
        );
        worker.once(
          'exit',
          end(() => reject(new WorkbookRefused('workbook_not_readable'))),
        );
      });
      if ('refused' in said) throw new WorkbookRefused(said.refused);
      return said.checked;
    } finally {
      await worker.terminate();
    }
  }

  return async (kind, bytes) => {
    refuseUnopened(bytes);
    await turn();
    try {
      return await look(kind, bytes);
    } finally {
      done();
    }
  };
}
