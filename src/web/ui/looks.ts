import type { ConnectionState } from '#shared/domain/connection.ts';
import type { OperationState, TargetOutcome } from '#shared/domain/operation.ts';
import type { Outcome, TaskState } from '#shared/domain/task.ts';

/** Six tones, told apart also by people who do not see red and green; their shades are in app.css. */
export type Tone = 'good' | 'bad' | 'busy' | 'idle' | 'warn' | 'halted';
/** A drawing of Glyph.module.css. */
export type Glyph =
  | 'alert-triangle-filled'
  | 'circle-check-filled'
  | 'circle-dashed'
  | 'circle-filled'
  | 'circle-x-filled'
  | 'clock'
  | 'cloud-off'
  | 'help-circle'
  | 'info-circle'
  | 'loader-2'
  | 'lock'
  | 'player-pause'
  | 'rotate-clockwise-2'
  | 'square-filled'
  | 'trash';
export type Look = { tone: Tone; icon: Glyph; spins?: true };

/** A tone's colour for icons, bars and charts. Text keeps the normal text colour. */
export const toneColor = (tone: Tone): string => `var(--tone-${tone})`;

const good: Look = { tone: 'good', icon: 'circle-check-filled' };
const bad: Look = { tone: 'bad', icon: 'circle-x-filled' };
const busy: Look = { tone: 'busy', icon: 'loader-2', spins: true };
const waiting: Look = { tone: 'idle', icon: 'clock' };
const halted: Look = { tone: 'halted', icon: 'square-filled' };
const unknown: Look = { tone: 'idle', icon: 'help-circle' };

export const taskLooks: Record<TaskState, Look> = {
  initializing: { tone: 'idle', icon: 'circle-dashed' },
  waiting,
  processing: busy,
  succeeded: good,
  partly_succeeded: { tone: 'warn', icon: 'alert-triangle-filled' },
  failed: bad,
  stopping: { tone: 'halted', icon: 'loader-2', spins: true },
  stopped: halted,
  other: unknown,
};

export const outcomeLooks: Record<Outcome, Look> = {
  succeeded: good,
  failed: bad,
  retry_pending: { tone: 'warn', icon: 'rotate-clockwise-2' },
  processing: busy,
  waiting,
  stopped: halted,
  removed: { tone: 'halted', icon: 'trash' },
  other: unknown,
};

export const operationLooks: Record<OperationState, Look> = {
  planned: waiting,
  sending: busy,
  unknown: { tone: 'warn', icon: 'help-circle' },
  done: good,
  refused: bad,
  needs_person: { tone: 'warn', icon: 'alert-triangle-filled' },
};

export const targetLooks: Record<TargetOutcome, Look> = {
  planned: waiting,
  sending: busy,
  accepted: good,
  refused: bad,
  unknown: { tone: 'warn', icon: 'help-circle' },
};

export const connectionLooks: Record<ConnectionState, Look> = {
  starting: { tone: 'idle', icon: 'circle-dashed' },
  ok: { tone: 'good', icon: 'circle-filled' },
  throttled: { tone: 'warn', icon: 'alert-triangle-filled' },
  unreachable: bad,
  credentials_rejected: bad,
  wrong_host: bad,
  wrong_algorithm: bad,
  no_permission: bad,
  failing: bad,
};
