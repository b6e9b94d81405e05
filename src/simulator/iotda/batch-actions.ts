/** RetryBatchTask, StopBatchTask, ConfirmBatchTask, DeleteBatchTask. */
import type { BatchTargetResult } from '#wire/iotda/batch-tasks.ts';
import type { TargetOutcome } from '#simulator/world/act.ts';
import type { SimTask } from '#simulator/world/task.ts';
import { namedTask } from './batch-tasks.ts';
import { type Call, type Handler, ok } from './call.ts';
import { devicePattern, objectBody } from './checks.ts';
import { type TaskAction, whyIllegal } from './legal-actions.ts';
import { guess, invalid } from './refusal.ts';

const maxTargets = 100;

export const retryBatchTask: Handler = (call) => actOnTargets(call, 'retry');
export const stopBatchTask: Handler = (call) => actOnTargets(call, 'stop');
export const confirmBatchTask: Handler = (call) => actOnTargets(call, 'confirm');

export const deleteBatchTask: Handler = (call) => {
  const task = legalTask(call, 'delete');
  call.world.act({ kind: 'delete', task: task.no });
  return { status: 204, body: null };
};

function actOnTargets(call: Call, action: 'retry' | 'stop' | 'confirm') {
  const task = legalTask(call, action);
  const targets = readTargets(call.body);
  call.note({ targets });
  const { outcomes } = call.world.act({ kind: action, task: task.no, targets });
  return ok({ targets: outcomes.map(resultBody) });
}

function legalTask(call: Call, action: TaskAction): SimTask {
  const task = namedTask(call);
  const obstacle = whyIllegal(action, task.order.type, task.status);
  if (obstacle === 'type') throw invalid('The type of the batch task does not support this operation.');
  if (obstacle === 'status') throw guess('task status');
  return task;
}

/** Null = every subtask that qualifies: no body, `{}`, or no `targets` in it. */
function readTargets(body: unknown): string[] | null {
  if (body === undefined) return null;
  const targets = objectBody(body)['targets'] ?? null;
  if (targets === null) return null;
  if (!Array.isArray(targets) || targets.length > maxTargets) throw invalid('targets is malformed or too long.');
  const deviceIds = targets.filter((one): one is string => typeof one === 'string' && devicePattern.test(one));
  if (deviceIds.length < targets.length) throw invalid('targets holds a malformed device ID.');
  // An empty list means "all", as does none: the platform says so of the body `{}`.
  return deviceIds.length === 0 ? null : deviceIds;
}

function resultBody({ target, refusal }: TargetOutcome): BatchTargetResult {
  if (refusal === null) return { target, status: 'success' };
  if (refusal === 'not in the task') {
    const error_msg = 'Invalid input. The target is not in the task';
    return { target, status: 'failure', error_code: 'IOTDA.014219', error_msg };
  }
  const { code, message } = guess('target status');
  return { target, status: 'failure', error_code: code, error_msg: message };
}
