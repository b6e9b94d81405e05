/** What goes wrong between the platform and its caller, on purpose. */
import { chance } from './random.ts';

/** The calls a fault can hit. */
export const callKinds = [
  'create',
  'list',
  'show',
  'retry',
  'stop',
  'confirm',
  'delete',
  'upload',
  'files',
  'delete-file',
  'spaces',
  'space',
  'products',
  'product',
  'devices',
  'device',
  'delete-device',
  'freeze',
  'unfreeze',
  'command',
  'async-command',
  'message',
  'shadow',
  'update-shadow',
  'change-gateway',
  'groups-of',
  'search',
  'groups',
  'group',
  'members',
  'packages',
  'package',
  'create-package',
  'delete-package',
  'modules',
  'module',
  'create-module',
  'update-module',
  'delete-module',
  'token',
  'projects',
  'northbound-login',
  'northbound-refresh',
  'northbound-create',
  'northbound-task',
  'northbound-details',
  'unknown',
] as const;
export type CallKind = (typeof callKinds)[number];

export const faultKinds = [
  'latency',
  'unresolved',
  'reset-before',
  'reset-after',
  'status',
  'throttle',
  'throttle-403',
  'html',
  'truncated',
  'content-type',
  'unknown-status',
  'unknown-fields',
  'missing-counters',
  'numbers-as-strings',
  'repeated-rows',
  'vanished-rows',
  'mutated',
] as const;

export type FaultSpec = {
  /** The calls it hits; `any` is every call. */
  match: CallKind | 'any';
  /**
   * latency: waits `ms` first · unresolved: the platform's name leads nowhere · reset-before / reset-after: the connection drops, before
   * or after the platform acted · status: answers `status` with `code`, without acting · throttle: 429 with `retryAfter` seconds, if given ·
   * throttle-403: the same as a 403 · html: an HTML page with status 200, without acting. The rest bends the true answer · truncated: half
   * of it · content-type: as plain text · unknown-status, unknown-fields, missing-counters, numbers-as-strings: as they say ·
   * repeated-rows: the last row of the page before comes first · vanished-rows: the last row is left out · mutated: damaged in one
   * place, each answer in another one that follows from `seed`.
   */
  kind: (typeof faultKinds)[number];
  /** How many calls it hits; without, it stays until it is cleared. */
  times?: number;
  /** Share of the calls it hits, 0 to 1; without, every one. */
  rate?: number;
  status?: number;
  code?: string;
  message?: string;
  /** Seconds. */
  retryAfter?: number;
  ms?: number;
  /** Of the damages of `mutated`; 1 by default. */
  seed?: number;
};

export type Faults = {
  /** Switches a fault on; the answer switches it off. */
  add(spec: FaultSpec): () => void;
  clear(): void;
  /** The faults that hit this call; counts them as used. */
  take(call: CallKind): FaultSpec[];
};

export function createFaults(seed: number): Faults {
  const active = new Set<{ spec: FaultSpec; left: number; seen: number }>();
  return {
    add(spec) {
      const fault = { spec, left: spec.times ?? Infinity, seen: 0 };
      active.add(fault);
      return () => void active.delete(fault);
    },
    clear: () => active.clear(),
    take(call) {
      const hits: FaultSpec[] = [];
      for (const fault of active) {
        if (fault.spec.match !== 'any' && fault.spec.match !== call) continue;
        fault.seen += 1;
        if (chance(seed, fault.seen, 91) >= (fault.spec.rate ?? 1)) continue;
        fault.left -= 1;
        if (fault.left <= 0) active.delete(fault);
        hits.push(fault.spec);
      }
      return hits;
    },
  };
}
