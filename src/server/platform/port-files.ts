import type { Call, Written } from './port.ts';

/** A workbook the platform keeps for tasks to be made from. `uploadedAt` is epoch milliseconds. */
export type StoredWorkbook = { id: string; name: string; uploadedAt: number | null };

/** Workbooks that say which devices a task is for. The platform keeps ten at most, for an hour each. */
export type Workbooks = {
  list(call: Call): Promise<StoredWorkbook[]>;
  /** `name` ends in .xls or .xlsx and is new among those that are kept. */
  upload(input: { name: string; content: Uint8Array }, call: Call): Promise<Written<StoredWorkbook>>;
  /** Done also where it has gone by itself. */
  delete(fileId: string, call: Call): Promise<Written<null>>;
};
