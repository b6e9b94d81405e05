/** Platform contract F: which action is legal in which status, for which type; asked over the API. */
import { type KnownTaskStatus, taskStatuses, taskTypes } from '#wire/iotda/batch-tasks.ts';
import { expect, test } from 'vitest';
import { startSimulator } from '#simulator/test-client.ts';

const actions = ['retry', 'stop', 'confirm', 'delete'] as const;

// A letter per action in the order above: the table of section F, read line by line.
const table: Record<KnownTaskStatus, string> = {
  Initializing: '-sc-',
  Waitting: '-sc-',
  Processing: 'rsc-',
  Success: '---d',
  PartialSuccess: 'r--d',
  Fail: 'r--d',
  Stopping: '----',
  Stopped: '---d',
};
const upgrades = ['firmwareUpgrade', 'softwareUpgrade'];

test.each(taskStatuses)('F: a task that is %s', async (status) => {
  const { call, createUpgrade, world } = startSimulator();
  for (const type of taskTypes) {
    const taskId = await createUpgrade();
    const task = [...world.tasks.values()].find((one) => one.taskId === taskId);
    if (task === undefined) throw new Error('the task was not kept');
    for (const [place, action] of actions.entries()) {
      task.status = status;
      task.order = { ...task.order, type };
      const answer =
        action === 'delete'
          ? await call('DELETE', `/batchtasks/${taskId}`)
          : await call('POST', `/batchtasks/${taskId}/${action}`, { body: { targets: ['x'] } });
      const offered =
        action === 'delete' || upgrades.includes(type) || (action === 'confirm' && type === 'moduleUpgrade');
      const legal = offered && table[status][place] !== '-';
      const refusal = offered ? 'IOTDA.014291' : 'IOTDA.000006';
      expect([type, action, answer.status < 300, answer.body.error_code]).toEqual([
        type,
        action,
        legal,
        legal ? undefined : refusal,
      ]);
    }
    const deletable = table[status].endsWith('d');
    expect((await call('GET', `/batchtasks/${taskId}`)).status).toBe(deletable ? 404 : 200);
    task.status = 'Stopped'; // out of the way of the ten that may run
  }
});

test('I: a task that does not exist answers 404 to everything', async () => {
  const { call } = startSimulator();
  const path = '/batchtasks/5c8ba99030344005c02316ad';
  for (const [method, tail] of [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/retry'],
    ['POST', '/stop'],
    ['POST', '/confirm'],
  ] as const) {
    const { status, body } = await call(method, path + tail, method === 'POST' ? { body: {} } : {});
    expect([status, body.error_code]).toEqual([404, 'IOTDA.014290']);
  }
});
