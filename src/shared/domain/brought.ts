/** Requests that were made elsewhere and become a draft here: of a task that exists, or JSON that a person has. */
import { z } from 'zod';
import { NewTask } from './create.ts';
import { NewDeviceCommand } from './device-command.ts';

/** Bytes of a request as JSON, as a list of 30,000 devices needs. */
export const mostRequestBytes = 6 * 1_024 * 1_024;

/** What of a request is not in the draft made of it, or not as it was: closed codes, worded by the catalogues. `at` names where. */
export const notCarriedCodes = [
  'start_in_the_past',
  /** A field that the console does not know, of a name or a kind that has none such. */
  'unknown_field',
  /** A value that is not of the documented form. */
  'unreadable_field',
  /** A value that the console keeps from everybody, and so does not have. */
  'secret_removed',
  'more_packages',
  'package_gone',
  'groups_gone',
  'space_unknown',
  'space_gone',
  /** The workbook that it was made with is not here. */
  'file_again',
  'devices_missing',
  /** The copy of a task's devices has only some of them: `known` of `all`. */
  'devices_incomplete',
  'too_many_devices',
  /** Only as much of it is known as is no secret. */
  'callback_shortened',
  /** The platform takes each of them once. */
  'tags_used',
] as const;

const count = z.int().min(0);
export const NotCarried = z.object({
  code: z.enum(notCarriedCodes),
  at: z.string().max(200).nullable(),
  known: count.exactOptional(),
  all: count.exactOptional(),
});
export type NotCarried = z.infer<typeof NotCarried>;
/** More of them than these are not told one by one. */
export const mostNotCarried = 50;

/** Why a request makes no draft at all: closed codes, worded by the catalogues. */
export const requestProblems = [
  'text_missing',
  'text_too_large',
  'json_broken',
  'json_not_object',
  'json_repeated_key',
  'json_too_deep',
  'command_without_body',
  'command_names_file',
  'kind_missing',
  'kind_unknown',
  'kind_of_another_platform',
  'two_target_sources',
  'too_many_targets',
  'target_illegal',
  'targets_of_another_kind',
] as const;
export const RequestProblem = z.object({
  code: z.enum(requestProblems),
  /** What exactly: a kind, a device, the names of fields. */
  at: z.string().max(200).optional(),
  line: z.int().optional(),
  column: z.int().optional(),
});
export type RequestProblem = z.infer<typeof RequestProblem>;

/** The devices of a request as the console keeps them, or the groups named in it. Null: none. */
const BroughtTargets = z
  .discriminatedUnion('source', [
    z.object({ source: z.literal('set'), setId: z.string(), devices: count }),
    z.object({ source: z.literal('groups'), groupIds: z.array(z.string()) }),
    z.object({ source: z.literal('file') }),
  ])
  .nullable();

/** A task's request in our words. Empty texts stand for what was not said. */
export const BroughtTask = z
  .object({
    is: z.literal('task'),
    ...NewTask.pick({ kind: true, name: true, spaceId: true, document: true, options: true, startsAt: true }).shape,
    retry: NewTask.shape.retry,
    targets: BroughtTargets,
    notCarried: z.array(NotCarried),
  })
  .meta({ id: 'BroughtTask' });
export type BroughtTask = z.infer<typeof BroughtTask>;

/** The same of a device command. A long list of devices is named in it: that form takes no other. */
export const BroughtCommand = z
  .object({
    is: z.literal('command'),
    command: NewDeviceCommand.omit({ confirmed: true }),
    notCarried: z.array(NotCarried),
  })
  .meta({ id: 'BroughtCommand' });
export type BroughtCommand = z.infer<typeof BroughtCommand>;

export const Brought = z.discriminatedUnion('is', [BroughtTask, BroughtCommand]);
export type Brought = z.infer<typeof Brought>;

/** Which devices of a task its copy is for. */
export const CopiedDevices = z.enum(['all', 'groups', 'failed', 'not_succeeded', 'none']);
export type CopiedDevices = z.infer<typeof CopiedDevices>;
