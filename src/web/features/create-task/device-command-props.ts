import type { CommandField } from '#shared/domain/device-command.ts';
import type { CommandDraft } from './device-command-draft.ts';

/** What every part of the form for a device command is given. */
export type CommandFieldsProps = {
  draft: CommandDraft;
  change: (part: Partial<CommandDraft>) => void;
  /** The sentence for a field's problem, once the person has tried to send; null before and without one. */
  problem: (field: CommandField) => string | null;
};
