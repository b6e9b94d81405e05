import type { Outcome } from '#shared/domain/task.ts';
import { deviceIdPattern } from '#wire/iotda/identifiers.ts';
import { type TaskDetail, TaskDetailsResponse } from '#wire/northbound/task-details.ts';
import { QueriedTask, type SelectTags } from '#wire/northbound/tasks.ts';
import { type Call, type Page, type Platform, PlatformError, type SeenSubtask, type SeenTask } from './port.ts';
import { bareUrl, countsOf, kindOf, outcomeOf, stateOf, statusesOf, timeOf } from './northbound-words.ts';
import { redact, redactOutput, redactText } from './redact.ts';
import type { Transport } from './transport.ts';

/** No page documents a longest page. */
export const pageSize = 100;
/** Tasks whose last sight is remembered for the pages that follow the first. */
const remembered = 200;

const taskIdPattern = /^[A-Za-z0-9_-]{1,64}$/;
/** `{status or nothing}.{page number}` */
const markerPattern = /^([A-Za-z]*)\.(\d{1,9})$/;

type Tasks = Pick<Platform, 'showTask'>;
type Query = { status?: string; deviceId?: string; nodeId?: string };

/** Batch tasks through the northbound v1.1.0 API. */
export function createNorthboundTasks(transport: Transport, settings: { select: SelectTags }): Tasks {
  const seen = new Map<string, SeenTask>();

  const details = (taskId: string, query: Query, pageNo: number, size: number, call: Call) =>
    transport.read(
      { segments: ['taskDetails'], query: { taskId, ...query, pageNo, pageSize: size } },
      TaskDetailsResponse,
      call,
    );

  /** How many items were not sent yet, where there are more than the first page shows. */
  async function countUnsent(taskId: string, task: QueriedTask, first: TaskDetailsResponse, call: Call) {
    if (task.status !== 'Running') return 0;
    const total = first.totalCount ?? first.taskDetails.length;
    if (first.taskDetails.length >= total) return first.taskDetails.filter(({ status }) => status === 'Pending').length;
    return (await details(taskId, { status: 'Pending' }, 0, 1, call)).totalCount ?? 0;
  }

  function remember(task: SeenTask): SeenTask {
    seen.delete(task.id);
    seen.set(task.id, task);
    for (const oldest of seen.keys()) {
      if (seen.size <= remembered) break;
      seen.delete(oldest);
    }
    return task;
  }

  async function showWhole(taskId: string, size: number, call: Call) {
    const task = await transport.read(
      { segments: ['tasks', taskId], query: { select: settings.select } },
      QueriedTask,
      call,
    );
    if (task.totalCnt === 0) return { task: remember(seenTask(task, 0)), subtasks: nothing };
    const first = await details(taskId, {}, 0, size, call);
    const shown = remember(seenTask(task, await countUnsent(taskId, task, first, call)));
    return { task: shown, subtasks: pageOf(first, shown.kind, { status: '', pageNo: 0, size }, []) };
  }

  async function rows(task: SeenTask, input: Parameters<Tasks['showTask']>[0], size: number, call: Call) {
    const { taskId, outcome, deviceId, marker = null } = input;
    const wanted: string[] = outcome === undefined ? [''] : statusesOf(outcome);
    const start = marker === null ? { status: wanted[0] ?? '', pageNo: 0 } : positionIn(marker);
    if (wanted.length === 0 || (deviceId !== undefined && !deviceIdPattern.test(deviceId))) return nothing;
    const at = wanted.indexOf(start.status);
    if (at === -1) throw new PlatformError('refused');
    const byLine = task.kind === 'createDevices';
    const query = {
      ...(start.status === '' ? {} : { status: start.status }),
      ...(deviceId === undefined ? {} : byLine ? { nodeId: deviceId } : { deviceId }),
    };
    const answer = await details(taskId, query, start.pageNo, size, call);
    return pageOf(answer, task.kind, { ...start, size }, wanted.slice(at + 1));
  }

  return {
    async showTask(input, call) {
      const { taskId, outcome, deviceId, marker = null, limit = pageSize } = input;
      if (!taskIdPattern.test(taskId)) throw new PlatformError('not_found');
      const size = Math.min(Math.max(Math.trunc(limit), 1), pageSize);
      const whole = outcome === undefined && deviceId === undefined && marker === null;
      if (whole) return showWhole(taskId, size, call);
      // A hundred calls a minute are few: whoever goes through the items has just seen the task.
      const task = seen.get(taskId) ?? (await showWhole(taskId, 1, call)).task;
      return { task, subtasks: await rows(task, input, size, call) };
    },
  };
}

const nothing: Page<SeenSubtask> = { rows: [], total: 0, marker: null };

function positionIn(marker: string): { status: string; pageNo: number } {
  const [, status, pageNo] = markerPattern.exec(marker) ?? [];
  if (status === undefined) throw new PlatformError('refused');
  return { status, pageNo: Number(pageNo) };
}

/** `next`: statuses that belong to the same outcome and come after this one. */
function pageOf(
  answer: TaskDetailsResponse,
  kind: string,
  at: { status: string; pageNo: number; size: number },
  next: readonly string[],
): Page<SeenSubtask> {
  const { taskDetails, totalCount } = answer;
  // A platform with shorter pages than were asked for says so.
  const size = Math.min(answer.pageSize || at.size, at.size);
  const upTo = at.pageNo * size + taskDetails.length;
  const isLast = taskDetails.length < size || (totalCount !== undefined && upTo >= totalCount);
  const following = isLast ? (next[0] === undefined ? null : `${next[0]}.0`) : `${at.status}.${at.pageNo + 1}`;
  return {
    rows: taskDetails.map((detail, index) => seenSubtask(detail, kind, at.pageNo * size + index)),
    total: Math.max(totalCount ?? 0, taskDetails.length),
    marker: following,
  };
}

function seenTask(task: QueriedTask, unsent: number): SeenTask {
  const counts = countsOf(task, unsent);
  const { param, tags, taskType = '', status = '' } = task;
  return {
    id: task.taskId,
    platformName: task.taskName ?? '',
    kind: kindOf(taskType),
    state: stateOf(status, counts),
    rawState: status,
    note: null,
    counts,
    createdAt: timeOf(task.startTime) ?? 0,
    startsAt: null,
    retry: null,
    packageIds: [],
    groupIds: param?.groupList ?? [],
    request: redact({
      taskType,
      ...(task.taskFrom && { taskFrom: task.taskFrom }),
      ...(task.operator && { operator: task.operator }),
      ...(task.timeout !== undefined && { timeout: task.timeout }),
      ...(param && { param: { ...param, ...(param.callbackUrl && { callbackUrl: bareUrl(param.callbackUrl) }) } }),
      ...(tags && { tags }),
    }),
  };
}

/** Kinds whose output is known to hold no secrets: it names a command, a device or a place. */
const harmlessKinds: ReadonlySet<string> = new Set(['createAsyncCommands', 'deleteDevices', 'DeviceLocation']);

/** `place`: where the item stands in the task, for one that nothing else identifies. */
function seenSubtask({ status = '', param, output, error }: TaskDetail, kind: string, place: number): SeenSubtask {
  const outcome: Outcome = outcomeOf(status);
  return {
    deviceId: param?.deviceId || param?.nodeId || `item_${param?.index ?? place + 1}`,
    outcome,
    rawOutcome: status,
    output: output ? redactOutput(output, !harmlessKinds.has(kind)) : null,
    errorCode: error?.error_code || null,
    errorMessage: redactText(error?.error_desc ?? '') || null,
  };
}
