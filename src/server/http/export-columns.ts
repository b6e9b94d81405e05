import type { ExportOptions } from '#shared/api/exports.ts';
import { honestPercent } from '#shared/domain/counting.ts';
import type { Failure } from '#shared/domain/failures.ts';
import type { Subtask, Task } from '#shared/domain/task.ts';
import type { Cell } from './csv.ts';

type Language = NonNullable<ExportOptions['lang']>;
type Words = Record<Language, string>;
/** A column of an export: the field's own name, its words for people, and what a row has there. */
export type Column<Row> = { name: string; words: Words; cell: (row: Row) => Cell };

const column = <Row>(name: string, en: string, zh: string, cell: (row: Row) => Cell): Column<Row> => ({
  name,
  words: { en, 'zh-CN': zh },
  cell,
});

/** Spreadsheets take this for a date and time; the header says that it is in UTC. */
const time = (at: number | null): Cell =>
  at === null ? null : new Date(at).toISOString().slice(0, 19).replace('T', ' ');

export const taskColumns: readonly Column<Task>[] = [
  column('id', 'Task ID', '任务 ID', ({ id }) => id),
  column('name', 'Name', '名称', ({ name }) => name),
  column('platformName', 'Name on the platform', '平台上的名称', ({ platformName }) => platformName),
  column('kind', 'Kind', '类型', ({ kind }) => kind),
  column('state', 'State', '状态', ({ state }) => state),
  column('createdAt', 'Created (UTC)', '创建时间 (UTC)', ({ createdAt }) => time(createdAt)),
  column('startsAt', 'Starts (UTC)', '开始时间 (UTC)', ({ startsAt }) => time(startsAt)),
  column('createdBy', 'Created by', '创建人', ({ createdBy }) => createdBy),
  column('spaceId', 'Resource space ID', '资源空间 ID', ({ spaceId }) => spaceId),
  column('total', 'Devices', '设备数', ({ counts }) => counts.total),
  column('waiting', 'Waiting', '等待', ({ counts }) => counts.waiting),
  column('processing', 'Running', '执行中', ({ counts }) => counts.processing),
  column('succeeded', 'Succeeded', '成功', ({ counts }) => counts.succeeded),
  column('failed', 'Failed', '失败', ({ counts }) => counts.failed),
  column('retryPending', 'Waiting for retry', '等待重试', ({ counts }) => counts.retryPending),
  column('stopped', 'Stopped', '已停止', ({ counts }) => counts.stopped),
  column('removed', 'Removed', '已移除', ({ counts }) => counts.removed),
  column('successRate', 'Success (%)', '成功率 (%)', ({ counts: { succeeded, total } }) =>
    total === 0 ? null : honestPercent(succeeded, total),
  ),
  column('packageIds', 'Package IDs', '升级包 ID', ({ packageIds }) => packageIds.join(' ')),
  column('groupIds', 'Group IDs', '群组 ID', ({ groupIds }) => groupIds.join(' ')),
  column('tags', 'Tags', '标签', ({ annotation }) => annotation.tags.join(' ')),
  column('owner', 'Owner', '负责人', ({ annotation }) => annotation.owner),
  column('ticket', 'Ticket', '工单', ({ annotation }) => annotation.ticket),
  column('annotation', 'Note', '备注', ({ annotation }) => annotation.note),
  column('note', 'Note of the platform', '平台说明', ({ note }) => note),
  column('seenAt', 'As of (UTC)', '数据时间 (UTC)', ({ seenAt }) => time(seenAt)),
];

/** What became of a device, wherever it is told. */
type Told = Pick<Subtask, 'deviceId' | 'outcome' | 'errorCode' | 'errorMessage' | 'attempts' | 'since'>;

const device = column<Told>('deviceId', 'Device ID', '设备 ID', ({ deviceId }) => deviceId);
const ended: readonly Column<Told>[] = [
  column('outcome', 'Outcome', '结果', ({ outcome }) => outcome),
  column('errorCode', 'Error code', '错误码', ({ errorCode }) => errorCode),
  column('errorMessage', 'Error message', '错误信息', ({ errorMessage }) => errorMessage),
];
const tried: readonly Column<Told>[] = [
  column('attempts', 'Tries', '尝试次数', ({ attempts }) => attempts),
  column('since', 'Since (UTC)', '起始时间 (UTC)', ({ since }) => time(since)),
];

export const deviceColumns: readonly Column<Subtask>[] = [
  device,
  ...ended,
  column('output', 'Output', '输出', ({ output }) => output),
  ...tried,
];

export const failureColumns: readonly Column<Failure>[] = [
  device,
  column('taskId', 'Task ID', '任务 ID', ({ taskId }) => taskId),
  column('taskName', 'Task', '任务', ({ taskName }) => taskName),
  column('kind', 'Kind', '类型', ({ kind }) => kind),
  column('taskState', 'State of the task', '任务状态', ({ taskState }) => taskState),
  ...ended,
  ...tried,
];

export const headerOf = (columns: readonly Column<never>[], lang: Language | undefined): string[] =>
  columns.map(({ name, words }) => (lang === undefined ? name : words[lang]));
