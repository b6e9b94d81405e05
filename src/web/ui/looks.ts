import type { ConnectionState } from '#shared/domain/connection.ts';
import type { OperationState, TargetOutcome } from '#shared/domain/operation.ts';
import type { Outcome, TaskState } from '#shared/domain/task.ts';
import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleFilled,
  IconCircleXFilled,
  IconClock,
  IconHelpCircle,
  IconLoader2,
  IconRotateClockwise2,
  IconSquareFilled,
  IconTrash,
} from './icons.ts';

/** Six tones, told apart also by people who do not see red and green; their shades are in app.css. */
export type Tone = 'good' | 'bad' | 'busy' | 'idle' | 'warn' | 'halted';
export type Look = { tone: Tone; icon: typeof IconClock; spins?: true };

/** A tone's colour for icons, bars and charts. Text keeps the normal text colour. */
export const toneColor = (tone: Tone): string => `var(--tone-${tone})`;

const good: Look = { tone: 'good', icon: IconCircleCheckFilled };
const bad: Look = { tone: 'bad', icon: IconCircleXFilled };
const busy: Look = { tone: 'busy', icon: IconLoader2, spins: true };
const waiting: Look = { tone: 'idle', icon: IconClock };
const halted: Look = { tone: 'halted', icon: IconSquareFilled };
const unknown: Look = { tone: 'idle', icon: IconHelpCircle };

export const taskLooks: Record<TaskState, Look> = {
  initializing: { tone: 'idle', icon: IconCircleDashed },
  waiting,
  processing: busy,
  succeeded: good,
  partly_succeeded: { tone: 'warn', icon: IconAlertTriangleFilled },
  failed: bad,
  stopping: { tone: 'halted', icon: IconLoader2, spins: true },
  stopped: halted,
  other: unknown,
};

export const outcomeLooks: Record<Outcome, Look> = {
  succeeded: good,
  failed: bad,
  retry_pending: { tone: 'warn', icon: IconRotateClockwise2 },
  processing: busy,
  waiting,
  stopped: halted,
  removed: { tone: 'halted', icon: IconTrash },
  other: unknown,
};

export const operationLooks: Record<OperationState, Look> = {
  planned: waiting,
  sending: busy,
  unknown: { tone: 'warn', icon: IconHelpCircle },
  done: good,
  refused: bad,
  needs_person: { tone: 'warn', icon: IconAlertTriangleFilled },
};

export const targetLooks: Record<TargetOutcome, Look> = {
  planned: waiting,
  sending: busy,
  accepted: good,
  refused: bad,
  unknown: { tone: 'warn', icon: IconHelpCircle },
};

export const connectionLooks: Record<ConnectionState, Look> = {
  starting: { tone: 'idle', icon: IconCircleDashed },
  ok: { tone: 'good', icon: IconCircleFilled },
  throttled: { tone: 'warn', icon: IconAlertTriangleFilled },
  unreachable: bad,
  credentials_rejected: bad,
  wrong_host: bad,
  wrong_algorithm: bad,
  no_permission: bad,
  failing: bad,
};
