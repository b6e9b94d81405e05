/** What the tests across processes share: programs of this project as processes of their own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

export type Program = {
  /** The first line it wrote to standard output. */
  firstLine: string;
  /** What it wrote to standard error. */
  complaints(): string;
  /** Resolves when the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
};

/** Runs a program and waits for its first line. It ends with the test at the latest. Rejects when it ends before that line. */
export async function run(file: string, args: readonly string[], env: Record<string, string>): Promise<Program> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [file, ...args], {
    cwd: root,
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const gone = once(child, 'exit');
  const end: Program['end'] = async (signal) => {
    child.kill(signal);
    await gone;
  };
  onTestFinished(() => end('SIGKILL'));
  const first = once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line));
  const tooEarly = gone.then(() => Promise.reject(new Error(`${file} ended at once: ${complaints}`)));
  const firstLine = await Promise.race([first, tooEarly]);
  tooEarly.catch(() => undefined);
  return { firstLine, complaints: () => complaints, end };
}

/** An empty folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rollout-console-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
