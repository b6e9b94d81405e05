import type { Workbook } from '#shared/domain/workbook.ts';

export type WorkbookRepository = {
  /** Keeps a workbook for its person, of whose older ones only `most` in all stay; removes what has expired by then. */
  add(
    connection: string,
    personId: string,
    workbook: Workbook & { content: Uint8Array },
    most: number,
  ): Promise<Workbook>;
  /** Null when there is none, it has expired at `now`, or it is another person's. */
  find(connection: string, personId: string, id: string, now: number): Promise<Workbook | null>;
  /** Its bytes, whoever it is of: a task that was asked for is made by the console. Null when there is none, or no more. */
  content(connection: string, id: string, now: number): Promise<Uint8Array | null>;
  /** Keeps it at least until then: a task that was asked for may have to wait. */
  keepUntil(connection: string, id: string, expiresAt: number): Promise<void>;
};
