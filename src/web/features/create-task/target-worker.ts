/** Reads lists of devices beside the page, and keeps them in the console, so that the page never holds 30,000 ids. */
import { readSource, type Reading, type ReadingWords, type Source } from './target-reading.ts';
import { UnreadableWorkbook } from './xlsx-rows.ts';

export type ToRead = { nth: number; connection: string; source: Source; column: number | null; words: ReadingWords };
export type KeptReading = Omit<Reading, 'deviceIds'> & {
  devices: number;
  /** The list in the console; null where there was nothing to keep, or the text is edited in place. */
  setId: string | null;
};
export type WasRead = { nth: number } & (
  | { kind: 'read'; reading: KeptReading }
  | { kind: 'unreadable'; reason: 'not_a_workbook' | 'too_large' }
  /** The console's answer, as its errors are. */
  | { kind: 'not_kept'; status: number; body: string }
);

/** Keeps the ids; the answer is the console's own. */
async function keep(connection: string, deviceIds: readonly string[]) {
  return fetch(`${location.origin}/api/v1/connections/${connection}/target-sets`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ from: { by: 'devices', deviceIds } }),
  });
}

async function read({ nth, connection, source, column, words }: ToRead): Promise<WasRead> {
  try {
    const { deviceIds, ...rest } = await readSource(source, column, words);
    const reading = { ...rest, devices: deviceIds.length };
    if (reading.text !== null || deviceIds.length === 0)
      return { nth, kind: 'read', reading: { ...reading, setId: null } };
    const answer = await keep(connection, deviceIds);
    if (!answer.ok) return { nth, kind: 'not_kept', status: answer.status, body: await answer.text() };
    const { id } = (await answer.json()) as { id: string }; // as the contract says
    return { nth, kind: 'read', reading: { ...reading, setId: id } };
  } catch (error) {
    if (error instanceof UnreadableWorkbook) return { nth, kind: 'unreadable', reason: error.reason };
    return { nth, kind: 'not_kept', status: 0, body: '' };
  }
}

addEventListener('message', ({ data }: MessageEvent<ToRead>) => {
  void read(data).then((answer) => postMessage(answer));
});
