import type { Clock } from './clock.ts';
import type { Log, LogFields } from './context.ts';

const textLimit = 500;

// JSON escapes control characters but leaves the two line separators that some log viewers break lines at.
const oneLine = (json: string) => json.replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029');

/** What is said of an error: its name, its text and where it arose; never its other properties, which may hold anything. */
function aboutError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: String(error).slice(0, textLimit) };
  const cause = error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : null;
  return {
    error: `${error.name}: ${error.message}`.slice(0, textLimit),
    cause: cause === null ? null : cause.slice(0, textLimit),
    at:
      error.stack
        ?.split('\n')
        .slice(1, 6)
        .map((line) => line.trim())
        .join(' | ') ?? null,
  };
}

/** Structured log: one JSON object a line, handed to `write` without its line break. */
export function createLog(clock: Pick<Clock, 'now'>, write: (line: string) => void): Log {
  const line = (level: string, message: string, fields: LogFields) =>
    write(oneLine(JSON.stringify({ time: new Date(clock.now()).toISOString(), level, message, ...fields })));
  return {
    info: (message, fields = {}) => line('info', message, fields),
    warn: (message, fields = {}) => line('warn', message, fields),
    error: (message, error, fields = {}) => line('error', message, { ...fields, ...aboutError(error) }),
  };
}
