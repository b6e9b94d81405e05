/** A named world: its fleet, and what had been done to it before it is first looked at. */
import type { Act } from './act.ts';
import type { FaultSpec } from './faults.ts';
import type { Fleet, FleetPlan } from './fleet.ts';

/** Something that happened before the world's birth. */
export type PastAct = {
  /** How long before the birth, ms. */
  agoMs: number;
  /** Made when its moment has come; `tasks` are the numbers of the tasks created so far. */
  act(past: { fleet: Fleet; tasks: readonly number[]; nowMs: number }): Act;
};

export type Scenario = {
  name: string;
  plan(seed: number, birthMs: number): FleetPlan;
  past: readonly PastAct[];
  /** What goes wrong between its platform and callers from the start. */
  faults?: readonly FaultSpec[];
};
