/** Runs in a thread of its own: a hostile workbook can take this thread's memory and time, and no more. */
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkbookKind } from '#shared/domain/workbook.ts';
import { checkWorkbook } from './check.ts';
import { WorkbookRefused } from './refused.ts';

// Written by `inspect`, in the same process.
const { kind, bytes } = workerData as { kind: WorkbookKind; bytes: Uint8Array };

try {
  parentPort?.postMessage({ checked: await checkWorkbook(kind, bytes) });
} catch (error) {
  if (!(error instanceof WorkbookRefused)) throw error;
  parentPort?.postMessage({ refused: error.code });
}
