/** What one kind of task supports. (Wire contract: CreateBatchTask, RetryBatchTask, StopBatchTask.) */
export type KindRules = {
  /** The package a task of this kind installs, where it installs one. */
  packageKind: 'firmware' | 'software' | 'module' | null;
  canRetry: boolean;
  canStop: boolean;
  /** The console has a form for it. */
  canCreate: boolean;
};

const management: KindRules = {
  packageKind: null,
  canRetry: false,
  canStop: false,
  canCreate: false,
};

/** Every kind the platform names. The registry is open: a kind that is not here still lists and opens, and allows nothing. */
export const kinds = {
  firmwareUpgrade: { packageKind: 'firmware', canRetry: true, canStop: true, canCreate: true },
  softwareUpgrade: { packageKind: 'software', canRetry: true, canStop: true, canCreate: true },
  moduleUpgrade: { packageKind: 'module', canRetry: false, canStop: false, canCreate: false },
  createDevices: management,
  updateDevices: management,
  deleteDevices: management,
  freezeDevices: management,
  unfreezeDevices: management,
  createCommands: management,
  createAsyncCommands: management,
  createMessages: management,
  updateDeviceShadows: management,
} as const satisfies Record<string, KindRules>;

export type KnownKind = keyof typeof kinds;
export const knownKinds = Object.keys(kinds) as KnownKind[];

/** The kinds that install firmware or software on devices. */
export const upgradeKinds = ['firmwareUpgrade', 'softwareUpgrade'] as const satisfies readonly KnownKind[];
export type UpgradeKind = (typeof upgradeKinds)[number];

export const isKnownKind = (kind: string): kind is KnownKind => Object.hasOwn(kinds, kind);
export const rulesOf = (kind: string): KindRules => (isKnownKind(kind) ? kinds[kind] : management);
