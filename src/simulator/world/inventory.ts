/** What callers keep on the platform besides tasks: files, packages, modules, and single devices they freeze or delete. */
import type { OtaModule, UpgradePackage } from './catalogue.ts';
import { tell, type Told, type Wish, wish } from './device-memory.ts';
import { type Fleet, removeDevice } from './fleet.ts';
import { moveBehind } from './registry.ts';

/** An uploaded workbook. `rows` is null when it is of a kind whose rows cannot be read. */
export type StoredFile = { fileId: string; name: string; uploadedMs: number; rows: string[][] | null };

export type Inventory = {
  /** Changes so far: new IDs are drawn from it. */
  changes: number;
  /** In order of upload. */
  files: StoredFile[];
};

/** A change, as plain data: a saved world replays it. */
export type InventoryAct =
  | { kind: 'upload'; file: StoredFile }
  | { kind: 'discard'; fileId: string }
  | { kind: 'freeze' | 'unfreeze' | 'remove'; device: number }
  | { kind: 'tell'; device: number; told: Told }
  | { kind: 'wish'; device: number; wishes: Wish[] }
  | { kind: 'move'; device: number; gateway: number }
  | { kind: 'publish'; pack: UpgradePackage }
  | { kind: 'withdraw'; packageId: string }
  | { kind: 'module'; module: OtaModule }
  | { kind: 'drop-module'; moduleId: string };

/** The platform keeps a file for an hour. */
const fileLifeMs = 3_600_000;

export const newInventory = (): Inventory => ({ changes: 0, files: [] });

/** The files that still exist at a clock time. */
export const filesAt = ({ files }: Inventory, nowMs: number): StoredFile[] =>
  files.filter((file) => nowMs < file.uploadedMs + fileLifeMs);

const kinds: readonly InventoryAct['kind'][] = [
  'upload',
  'discard',
  'freeze',
  'unfreeze',
  'remove',
  'tell',
  'wish',
  'move',
  'publish',
  'withdraw',
  'module',
  'drop-module',
];
export const isInventoryAct = (act: { kind: string }): act is InventoryAct => kinds.some((kind) => kind === act.kind);

export function change(inventory: Inventory, fleet: Fleet, act: InventoryAct, nowMs: number): void {
  const { catalogue } = fleet;
  inventory.changes += 1;
  switch (act.kind) {
    case 'upload':
      inventory.files = [...filesAt(inventory, nowMs), act.file];
      break;
    case 'discard':
      inventory.files = inventory.files.filter((file) => file.fileId !== act.fileId);
      break;
    case 'freeze':
    case 'unfreeze':
      fleet.frozen[act.device] = act.kind === 'freeze' ? 1 : 0;
      break;
    case 'remove':
      removeDevice(fleet, act.device);
      break;
    case 'tell':
      tell(fleet, act.device, act.told);
      break;
    case 'wish':
      wish(fleet, act.device, act.wishes);
      break;
    case 'move':
      moveBehind(fleet, act.device, act.gateway);
      break;
    case 'publish':
      catalogue.packages.push(act.pack);
      break;
    case 'withdraw':
      catalogue.packages = catalogue.packages.map((one) =>
        one.packageId === act.packageId ? { ...one, withdrawn: true } : one,
      );
      break;
    case 'module':
      catalogue.modules = [...catalogue.modules.filter((one) => one.moduleId !== act.module.moduleId), act.module];
      break;
    case 'drop-module':
      catalogue.modules = catalogue.modules.filter((one) => one.moduleId !== act.moduleId);
  }
}
