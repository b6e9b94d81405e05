import { type KnownKind, rulesOf } from '#shared/domain/kinds.ts';
import { type Step, steps } from './steps.ts';

/** The steps of a kind: one that carries nothing has none for its content. */
export const stepsOf = (kind: KnownKind): readonly Step[] =>
  rulesOf(kind).document === 'none' ? steps.filter((step) => step !== 'document') : steps;

/** Kinds whose devices can be named one by one or by group, in the order in which they are offered. */
export const offeredKinds = [
  'firmwareUpgrade',
  'softwareUpgrade',
  'moduleUpgrade',
  'createCommands',
  'createAsyncCommands',
  'createMessages',
  'updateDeviceShadows',
  'freezeDevices',
  'unfreezeDevices',
  'deleteDevices',
] as const satisfies readonly KnownKind[];
