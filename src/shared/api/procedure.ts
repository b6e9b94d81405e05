import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ConnectionId, TaskId } from '#shared/domain/task.ts';
import { errors } from './errors.ts';

/** The base of every procedure: the closed list of errors. */
export const procedure = oc.errors(errors);

// Strict, also when extended: an unknown field is an error, not something to drop silently.
export const connectionInput = z.strictObject({ connection: ConnectionId });
export const taskInput = connectionInput.extend({ taskId: TaskId });

/** Page size, 1-200. Query strings carry text, so it is coerced. */
export const limit = z.coerce.number().pipe(z.int().min(1).max(200)).default(50);
/** An opaque position given by the page before. */
export const cursor = z.string().max(1_024).optional();
