import type { z } from 'zod';
import type { ErrorCode, errors } from '#shared/api/errors.ts';

type Declared = typeof errors;
type DataOf<Code> = Code extends keyof Declared
  ? Declared[Code] extends { data: infer Schema extends z.ZodType }
    ? z.output<Schema>
    : null
  : null;

/** Codes an answer can carry, and `offline` where no answer came. */
export type FailureCode = ErrorCode | 'offline';

/** An error as a value: a closed code with its data, and the id under which the server wrote it down. */
export type Failure = {
  [Code in FailureCode]: { code: Code; data: DataOf<Code>; requestId: string | null };
}[FailureCode];
