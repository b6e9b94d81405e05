import { type KnownKind, rulesOf } from '#shared/domain/kinds.ts';
import type { Draft } from './draft.ts';
import { type Step, steps } from './steps.ts';

/** The steps of a kind: one that carries nothing has none for its content. */
export const stepsOf = (kind: KnownKind): readonly Step[] =>
  rulesOf(kind).document === 'none' ? steps.filter((step) => step !== 'document') : steps;

/** In the order in which they are offered. */
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
  'createDevices',
  'updateDevices',
] as const satisfies readonly KnownKind[];

/** What goes with a newly chosen kind: a workbook is checked for one kind, and two kinds take their devices from nothing else. */
export function sourceFor(kind: KnownKind, { source }: Pick<Draft, 'source'>): Pick<Draft, 'source' | 'workbook'> {
  const { targets } = rulesOf(kind);
  if (!targets.includes('devices')) return { source: 'file', workbook: null };
  return { source: source === 'file' && !targets.includes('file') ? 'list' : source, workbook: null };
}
