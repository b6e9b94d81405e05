/** What was asked of the platform and what came of it: the judge of every test that asks "was it sent twice?". */
import type { CallKind } from './world/faults.ts';

export type LogEntry = {
  /** Clock time, epoch ms. */
  at: number;
  method: string;
  /** With its query. */
  path: string;
  kind: CallKind;
  /** The status answered; 0 when the connection was dropped. */
  status: number;
  /** The platform changed something, whether or not its answer arrived. */
  acted: boolean;
  requestId: string;
  taskId?: string;
  /** Devices named in a create, retry, stop or confirm; null = none named, so all. */
  targets?: readonly string[] | null;
  accessKey?: string;
  /** How many documents of the answer a fault damaged. */
  damaged?: number;
};

export type RequestLog = {
  readonly entries: readonly LogEntry[];
  add(entry: LogEntry): void;
  clear(): void;
};

/** Keeps the newest `keep` entries and hands each to `sink` before its request is answered. */
export function createRequestLog(sink: (entry: LogEntry) => void = () => undefined, keep = 10_000): RequestLog {
  const entries: LogEntry[] = [];
  return {
    entries,
    add(entry) {
      entries.push(entry);
      if (entries.length > keep) entries.splice(0, entries.length - keep / 2);
      sink(entry);
    },
    clear: () => void (entries.length = 0),
  };
}
