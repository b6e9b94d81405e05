import type { Source, ReadingWords } from './target-reading.ts';
import type { KeptReading, ToRead, WasRead } from './target-worker.ts';

/** Why a list was not taken. */
export type ReadFailure = 'not_a_workbook' | 'too_large' | 'not_kept';
export type ReadAnswer = { reading: KeptReading } | { failure: ReadFailure };

export type TargetReader = {
  /** Never rejects. What was asked before is then answered no more. */
  read(asked: { connection: string; source: Source; column: number | null; words: ReadingWords }): Promise<ReadAnswer>;
  close(): void;
};

/** Reads lists in a worker of its own, which is started when there is something to read. */
export function createTargetReader(): TargetReader {
  let worker: Worker | null = null;
  let asked = 0;
  return {
    read: (input) =>
      new Promise((resolve) => {
        worker ??= new Worker(new URL('./target-worker.ts', import.meta.url), { type: 'module' });
        const reader = worker;
        const nth = (asked += 1);
        const stop = new AbortController();
        reader.addEventListener(
          'message',
          ({ data }: MessageEvent<WasRead>) => {
            if (data.nth !== nth) return;
            stop.abort();
            if (data.kind === 'read') resolve({ reading: data.reading });
            else resolve({ failure: data.kind === 'unreadable' ? data.reason : 'not_kept' });
          },
          { signal: stop.signal },
        );
        reader.addEventListener('error', () => resolve({ failure: 'not_kept' }), { signal: stop.signal });
        const message: ToRead = { nth, ...input };
        reader.postMessage(message, 'bytes' in input.source ? [input.source.bytes] : []);
      }),
    close: () => worker?.terminate(),
  };
}
