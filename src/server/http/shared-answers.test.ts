import { expect, test } from 'vitest';
import type { Task } from '#shared/domain/task.ts';
import { createEventHub } from './event-hub.ts';
import { createSharedAnswers } from './shared-answers.ts';
import { simulated } from './test-platform.ts';
import { listeningLog, manualClock, startTestConsole } from './test-support.ts';

const news = { type: 'reset' } as const;

const textOf = (answer: Buffer | Response) => (answer instanceof Response ? 'not shared' : answer.toString());

function site() {
  const clock = manualClock();
  const events = createEventHub(listeningLog());
  const answers = createSharedAnswers({ events, clock });
  const asked: string[] = [];
  const ask = (text: string) => async () => {
    asked.push(text);
    return Response.json(text);
  };
  const answer = async (key: string, text: string) => textOf(await answers.answer(key, ask(text)));
  return { clock, events, answers, asked, ask, answer };
}

test('what was asked before is answered again for a second, each key with its own', async () => {
  const { clock, asked, answer } = site();
  expect(await answer('a', 'first')).toBe('"first"');
  expect(await answer('b', 'other')).toBe('"other"');
  await clock.advance(999);
  expect(await answer('a', 'second')).toBe('"first"');
  await clock.advance(1);
  expect(await answer('a', 'third')).toBe('"third"');
  expect(asked).toEqual(['first', 'other', 'third']);
});

test('after any event everything is asked anew, also what was being asked when it came', async () => {
  const { events, answers, answer } = site();
  await answer('a', 'before');
  events.publish(news);
  expect(await answer('a', 'after')).toBe('"after"');
  const slow = Promise.withResolvers<Response>();
  const early = answers.answer('slow', () => slow.promise);
  events.publish(news);
  const late = answer('slow', 'new');
  slow.resolve(Response.json('old'));
  expect([textOf(await early), await late, await answer('slow', 'newer')]).toEqual(['"old"', '"new"', '"new"']);
});

test('those who ask at the same time share one answer', async () => {
  const { asked, answer } = site();
  const all = await Promise.all(Array.from({ length: 20 }, (_, nth) => answer('a', `asked ${nth}`)));
  expect(new Set(all)).toEqual(new Set(['"asked 0"']));
  expect(asked).toEqual(['asked 0']);
});

test('a refusal, or an answer that sets a cookie, is nobody else’s', async () => {
  const { answers, ask } = site();
  const own = [
    () => Response.json('no', { status: 503 }),
    () => Response.json('you', { headers: { 'Set-Cookie': 'a=b' } }),
    () => new Response('text'),
  ];
  for (const make of own) {
    const made = make();
    expect(await answers.answer('a', async () => made)).toBe(made);
  }
  await expect(answers.answer('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  const failing = answers.answer('a', async () => Response.json('no', { status: 500 }));
  // Whoever waited for it asks for themselves.
  const mine = await answers.answer('a', ask('mine'));
  expect(mine instanceof Response && (await mine.json())).toBe('mine');
  expect(await failing).toMatchObject({ status: 500 });
});

test('a list is shared by people who may read it, with headers of their own, until something is written on a task', async () => {
  const platform = simulated('half-failed');
  await using console = await startTestConsole({ connections: [platform.connected], clock: platform.clock });
  await console.work.tick('index');
  const path = `/api/v1/connections/${platform.connected.id}/tasks`;
  const [manager, support] = [await console.as('manager'), await console.as('support')];
  const read = (cookie: string) => console.ask('GET', path, { cookie });
  const [first, second] = [await read(manager), await read(support)];
  expect(second.body).toEqual(first.body);
  expect(second.headers.get('Content-Type')).toBe('application/json');
  expect(second.headers.get('Cache-Control')).toBe('no-store');
  expect(second.headers.get('X-Request-Id')).not.toBe(first.headers.get('X-Request-Id'));
  expect((await console.ask('GET', path)).status).toBe(401);
  const [task] = (first.body as { tasks: Task[] }).tasks;
  const note = { note: 'Valve jams', rev: task!.annotation.rev };
  const noted = await console.ask('PATCH', `${path}/${task!.id}/note`, { cookie: support, body: note });
  expect(noted.status).toBe(200);
  expect((await read(manager)).text).toContain('Valve jams');
});
