import { expect, test } from 'vitest';
import {
  BatchTargets,
  BatchTargetsResponse,
  CreateBatchTask,
  ShowBatchTaskResponse,
  Task,
} from '#wire/iotda/batch-tasks.ts';
import { AsyncCommandDocument, CommandDocument, ShadowDocument, UpgradeDocument } from '#wire/iotda/documents.ts';
import { parseBasicTime } from '#wire/iotda/time.ts';
import documents from './create-batch-task-documents.json' with { type: 'json' };
import createFromFile from './create-batch-task-request-document-source.json' with { type: 'json' };
import createForGroups from './create-batch-task-request-groups.json' with { type: 'json' };
import createForTargets from './create-batch-task-request-targets.json' with { type: 'json' };
import created from './create-batch-task-response.json' with { type: 'json' };
import retryAll from './retry-batch-task-request-all.json' with { type: 'json' };
import retryTargets from './retry-batch-task-request-targets.json' with { type: 'json' };
import retried from './retry-batch-task-response.json' with { type: 'json' };
import shown from './show-batch-task-response.json' with { type: 'json' };

test.each([
  ['targets', createForTargets],
  ['groups', createForGroups],
  ['a file', createFromFile],
])('the printed request to create a task for %s is read whole', (_, body) => {
  expect(CreateBatchTask.parse(body)).toEqual(body);
});

test.each([
  [CommandDocument, documents.createCommands],
  [AsyncCommandDocument, documents.createAsyncCommands],
  [ShadowDocument, documents.updateDeviceShadows],
])('the document printed on the page $1.page is read whole', (schema, { document }) => {
  expect(schema.parse(document)).toEqual(document);
});

test('the printed task of a create answer is read whole', () => {
  const task = Task.parse(created);
  expect(task).toEqual(created);
  expect(task.task_progress?.removed).toBeUndefined();
  expect(UpgradeDocument.parse(task.document).package_id).toBe('32822e5744a45ede319d2c50');
  expect(parseBasicTime(task.create_time ?? '')).toBe(Date.UTC(2015, 11, 12, 12, 12, 12));
});

test('the printed answer to show a task is read whole', () => {
  const answer = ShowBatchTaskResponse.parse(shown);
  expect(answer).toEqual(shown);
  expect(answer.task_details.map((detail) => detail.error?.error_code)).toEqual(['IOTDA.000002']);
  expect(answer.page?.count).toBe(10);
});

test('the printed requests to retry are read: all, and named targets', () => {
  expect(BatchTargets.parse(retryAll).targets).toBeUndefined();
  expect(BatchTargets.parse(retryTargets).targets).toEqual(retryTargets.targets);
});

test('the printed answer to retry is read per target', () => {
  const answer = BatchTargetsResponse.parse(retried);
  expect(answer).toEqual(retried);
  expect(answer.targets?.map((target) => [target.status, target.error_code])).toEqual([
    ['failure', 'IOTDA.014219'],
    ['success', undefined],
  ]);
});
