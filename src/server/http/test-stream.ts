/** What the tests of event streams share. */
import type { LiveEvent } from '#shared/api/events.ts';
import { noCounts } from '#shared/domain/counting.ts';
import type { EventHub } from '#server/context.ts';
import { origin, type TestConsole } from './test-support.ts';

export const sample = (succeeded: number, taskId = '5f1b'): LiveEvent => ({
  type: 'sample',
  connection: 'simulator',
  taskId,
  sample: { at: 1, counts: { ...noCounts, total: 9, processing: 9 - succeeded, succeeded } },
});

type Frame = { id: string | null; data: LiveEvent | null; retry: string | null; comment: string | null };

const field = (frame: string, name: string) =>
  frame
    .split('\n')
    .find((line) => line.startsWith(`${name}: `))
    ?.slice(name.length + 2) ?? null;

/** The stream as frames, one at a time; null at its end. */
export function frames(response: Response): () => Promise<Frame | null> {
  if (response.body === null) throw new Error('there is no stream');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  return async () => {
    while (!rest.includes('\n\n')) {
      const { done, value } = await reader.read();
      if (done) return null;
      rest += value;
    }
    const end = rest.indexOf('\n\n');
    const frame = rest.slice(0, end);
    rest = rest.slice(end + 2);
    const data = field(frame, 'data');
    const comment = frame.startsWith(': ') ? frame.slice(2) : null;
    return {
      id: field(frame, 'id'),
      data: data === null ? null : JSON.parse(data),
      retry: field(frame, 'retry'),
      comment,
    };
  };
}

/** Opens a stream as a page of the console does. */
export const open = (console: TestConsole, cookie: string | null, headers: Record<string, string> = {}, search = '') =>
  console.fetch(
    new Request(`${origin}/api/v1/events${search}`, {
      headers: {
        'Sec-Fetch-Site': 'same-origin',
        Accept: 'text/event-stream',
        ...(cookie !== null && { Cookie: cookie }),
        ...headers,
      },
    }),
  );

/** The id that it was published under. */
export const publishedAs = (events: EventHub, event: LiveEvent): string => (events.publish(event), events.last());
