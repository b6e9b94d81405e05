/** Where the devices of a new task can come from. (CreateBatchTask: targets, targets_filter, document_source) */
export type TargetSource = 'devices' | 'groups' | 'file';
/** What a new task carries to its devices. (CreateBatchTask, document) */
export type DocumentType = 'none' | 'package' | 'command' | 'async_command' | 'message' | 'shadow';
/** The protocols of a product whose devices a document can reach. */
export type Protocol = 'MQTT' | 'CoAP';

/** What one kind of task supports. (Wire contract: CreateBatchTask, RetryBatchTask, StopBatchTask, ConfirmBatchTask.) */
export type KindRules = {
  /** The package a task of this kind installs, where it installs one. */
  packageKind: 'firmware' | 'software' | 'module' | null;
  document: DocumentType;
  /** The protocol its document needs; null where any will do. */
  protocol: Protocol | null;
  targets: readonly TargetSource[];
  canRetry: boolean;
  canStop: boolean;
  /** Its devices can be told to wait for a confirmation. */
  canConfirm: boolean;
  /** Devices behind a gateway can be told of the whole task, and extra information can be passed on. */
  passesOn: boolean;
  /** It takes devices out of service, which nothing here can undo for all of them at once. */
  isGrave: boolean;
};

const nothing: KindRules = {
  packageKind: null,
  document: 'none',
  protocol: null,
  targets: [],
  canRetry: false,
  canStop: false,
  canConfirm: false,
  passesOn: false,
  isGrave: false,
};
const named = ['devices', 'groups'] as const;
const upgrade = {
  ...nothing,
  document: 'package',
  targets: named,
  canRetry: true,
  canStop: true,
  canConfirm: true,
  passesOn: true,
} as const;

/** Every kind the platform names. The registry is open: a kind that is not here still lists and opens, and allows nothing. */
export const kinds = {
  firmwareUpgrade: { ...upgrade, packageKind: 'firmware' },
  softwareUpgrade: { ...upgrade, packageKind: 'software' },
  moduleUpgrade: { ...upgrade, packageKind: 'module', canRetry: false, canStop: false, passesOn: false },
  createDevices: { ...nothing, targets: ['file'] },
  updateDevices: { ...nothing, targets: ['file'] },
  deleteDevices: { ...nothing, targets: [...named, 'file'], isGrave: true },
  freezeDevices: { ...nothing, targets: [...named, 'file'], isGrave: true },
  unfreezeDevices: { ...nothing, targets: [...named, 'file'] },
  createCommands: { ...nothing, document: 'command', protocol: 'MQTT', targets: named },
  createAsyncCommands: { ...nothing, document: 'async_command', protocol: 'CoAP', targets: named },
  createMessages: { ...nothing, document: 'message', protocol: 'MQTT', targets: named },
  updateDeviceShadows: { ...nothing, document: 'shadow', targets: named },
} as const satisfies Record<string, KindRules>;

export type KnownKind = keyof typeof kinds;
export const knownKinds = Object.keys(kinds) as [KnownKind, ...KnownKind[]];

/** The kinds that install a package on devices. */
export const upgradeKinds = ['firmwareUpgrade', 'softwareUpgrade'] as const satisfies readonly KnownKind[];
export type UpgradeKind = (typeof upgradeKinds)[number];

export const isKnownKind = (kind: string): kind is KnownKind => Object.hasOwn(kinds, kind);
export const rulesOf = (kind: string): KindRules => (isKnownKind(kind) ? kinds[kind] : nothing);
