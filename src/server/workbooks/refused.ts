import type { WorkbookProblem } from '#shared/domain/workbook.ts';

/** A workbook that is refused as a whole, with the reason. */
export class WorkbookRefused extends Error {
  readonly code: WorkbookProblem;

  constructor(code: WorkbookProblem) {
    super(code);
    this.name = 'WorkbookRefused';
    this.code = code;
  }
}
