/** Servers on one core and whoever asks them on another: else what is measured is who of them was moved where. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

/** This process, and what it starts from now on, runs on this core. False where that cannot be had. */
export function moveTo(core: 0 | 1): boolean {
  if (cpus().length < 2) return false;
  return spawnSync('taskset', ['-a', '-p', '-c', String(core), String(process.pid)]).status === 0;
}
