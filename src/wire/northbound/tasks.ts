/** Batch tasks of the northbound v1.1.0 platform: creating one and asking for one. There is no list, stop, retry or delete. */
import { z } from 'zod';
import { bag, id, soft, softTexts, text, whole } from '#wire/iotda/reading.ts';

/** Segments before `tasks` and `taskDetails`. */
export const batchTaskBase = ['iocm', 'app', 'batchtask', 'v1.1.0'] as const;

/** `taskType`, an open enum (Querying a Batch Task, of the Python SDK; the REST page names DeviceCmd only). */
export const taskTypes = [
  'DeviceReg',
  'DeviceCmd',
  'DeviceLocation',
  'DeviceMod',
  'DeviceDel',
  'DeviceLicense',
] as const;
export type KnownTaskType = (typeof taskTypes)[number];

/** `status` of a task, an open enum. Complete says that every item has ended, not how. */
const taskStatuses = ['Pending', 'Running', 'Complete', 'Timeout'] as const;
export type KnownTaskStatus = (typeof taskStatuses)[number];

/** `type` of a command task's `param`: how its devices are chosen. */
export const targetTypes = ['DeviceList', 'DeviceType', 'DeviceArea', 'GroupList', 'Broadcast', 'GroupIdList'] as const;
export type TargetType = (typeof targetTypes)[number];

/** `select` of the query for one task: pages print either word. */
export type SelectTags = 'tag' | 'tags';

/** `tags` of a task, at most one use of each pair (TagDTO2). */
const Tag = z.looseObject({ tagName: soft(text), tagValue: soft(text) });

/** `command` of a command task; `method` is the command's name in the product's profile (CommandDTO). */
const Command = z.looseObject({ serviceId: soft(text), method: soft(text), paras: soft(bag) });

/** `param` of a command task as an answer tells it; that of the other types holds a `fileId` (ObjectNode). */
const TaskParam = z.looseObject({
  type: soft(text),
  deviceList: softTexts,
  deviceType: soft(text),
  manufacturerId: soft(text),
  model: soft(text),
  deviceLocation: soft(text),
  groupList: softTexts,
  command: soft(Command),
  callbackUrl: soft(text),
  maxRetransmit: soft(whole),
  groupTag: soft(text),
  fileId: soft(text),
});

const ids = z.array(z.string().min(1).max(256)).min(1);
const commandParam = {
  command: z.object({ serviceId: z.string().min(1).max(64), method: z.string().min(1).max(128), paras: bag }),
  callbackUrl: z.url().optional(),
  maxRetransmit: z.int().min(0).max(3).optional(),
  groupTag: z.string().min(1).optional(),
};

/** Body of `POST tasks` for a command; `method` is the command's name. The unit of `timeout` differs between pages. */
export const CreateTask = z.object({
  appId: z.string().min(1).max(64),
  timeout: z.int().min(10).max(2880),
  taskName: z.string().min(1).max(256),
  taskType: z.literal('DeviceCmd'),
  param: z.discriminatedUnion('type', [
    z.object({ type: z.literal('DeviceList'), deviceList: ids, ...commandParam }),
    z.object({
      type: z.literal('DeviceType'),
      deviceType: z.string().min(1),
      manufacturerId: z.string().optional(),
      model: z.string().optional(),
      ...commandParam,
    }),
    z.object({ type: z.literal('DeviceArea'), deviceLocation: z.string().min(1), ...commandParam }),
    z.object({ type: z.literal('GroupList'), groupList: ids, ...commandParam }),
    z.object({ type: z.literal('GroupIdList'), groupList: ids, ...commandParam }),
    z.object({ type: z.literal('Broadcast'), ...commandParam }),
  ]),
  tags: z.array(z.object({ tagName: z.string().min(1).max(128), tagValue: z.string().min(1).max(1024) })).optional(),
});

/** Answer of `POST tasks`: the ID is spelt `taskID` here and `taskId` everywhere else. */
export const CreateTaskResponse = z
  .looseObject({ taskID: soft(id), taskId: soft(id) })
  .refine(({ taskID, taskId }) => taskID !== undefined || taskId !== undefined);

/**
 * Answer of `GET tasks/{taskId}`. `progress` and `successRate` are thousandths by the text and hundredths in the printed sample:
 * shares are worked out from the counters. `timeout` is in seconds; `completeCnt` is said to leave out the expired ones.
 */
export const QueriedTask = z.looseObject({
  taskId: id,
  appId: soft(text),
  taskName: soft(text),
  operator: soft(text),
  taskFrom: soft(text),
  taskType: soft(text),
  status: soft(text),
  startTime: soft(text),
  timeout: soft(whole),
  progress: soft(whole),
  totalCnt: soft(whole),
  successCnt: soft(whole),
  failCnt: soft(whole),
  timeoutCnt: soft(whole),
  expiredCnt: soft(whole),
  completeCnt: soft(whole),
  successRate: soft(whole),
  param: soft(TaskParam),
  tags: soft(z.array(Tag)),
});
export type QueriedTask = z.infer<typeof QueriedTask>;
