import type { Brought as Read } from '#shared/domain/brought.ts';
import { limits } from '#shared/domain/create.ts';
import { draftOfCommand } from './device-command-draft.ts';
import type { Brought } from './draft.ts';
import { draftOfRequest, firstStepToMend, nameOfCopy } from './draft-of-request.ts';
import type { Step } from './steps.ts';
import { beginDraft } from './tab-drafts.ts';

/** A draft that was begun, by the form that it is of, and the step that its page opens at. */
export type Begun = { form: Read['is']; draftId: string; step: Step };

type From = Omit<Brought, 'notCarried'> & {
  /** What the name of a copy ends with; empty where the name stays. */
  ending: string;
};

/** Begins a draft of what was read, at the first step where something has to be done. Null when this tab has no room for it. */
export function beginRead(connection: string, read: Read, { ending, ...from }: From): Begun | null {
  const brought = { ...from, notCarried: read.notCarried };
  const begin = (step: Step, draft: Parameters<typeof beginDraft>[2]['draft']): Begun | null => {
    const draftId = beginDraft(sessionStorage, connection, { step, draft });
    return draftId === null ? null : { form: read.is, draftId, step };
  };
  if (read.is === 'command') return begin('type', draftOfCommand(read, called(read.command.name, ending), brought));
  const name = ending === '' ? read.name : nameOfCopy(read.name, ending);
  const draft = draftOfRequest({ ...read, name }, brought);
  return begin(firstStepToMend(draft, Date.now()), draft);
}

/** Names of commands are free. */
const called = (name: string, ending: string): string =>
  `${[...name].slice(0, limits.label - [...ending].length).join('')}${ending}`;
