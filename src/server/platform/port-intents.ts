import type { NotCarried, RequestProblem } from '#shared/domain/brought.ts';
import type { NewTask } from '#shared/domain/create.ts';
import type { UpgradeKind } from '#shared/domain/kinds.ts';
import type { RetryPolicy } from '#shared/domain/task.ts';

/** Plain JSON, as it goes over the wire. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

type Devices = { source: 'devices'; deviceIds: readonly string[] };
type Groups = { source: 'groups'; groupIds: readonly string[] };
/** A workbook that was uploaded within the last hour. */
type File = { source: 'file'; fileId: string };

/** What every new task has. The name is already the one the platform will carry; `startsAt` null starts at once. */
type AnyTask = { platformName: string; spaceId: string; startsAt: number | null; retry: RetryPolicy | null };

/** An upgrade to a package. */
export type UpgradeIntent = AnyTask & {
  kind: UpgradeKind | 'moduleUpgrade';
  targets: Devices | Groups;
  packageId: string;
  /** Every device waits for `confirmDevices`. */
  needsConfirm?: boolean;
  /** Devices behind a gateway are told of the task and of how many of them there are. Not for modules. */
  gatewayMode?: boolean;
  /** Passed on to the devices, at most 512 characters as JSON. Not for modules. */
  extra?: JsonObject;
};

type Command = { serviceId: string | null; name: string | null; parameters: JsonObject };
/** A command to MQTT devices; each is waited for up to 20 s. */
type CommandIntent = AnyTask & { kind: 'createCommands'; targets: Devices | Groups; command: Command };
/** A command to NB-IoT devices. `keepForSeconds` waits for the device (0 is a day, at most two); null sends at once. */
type AsyncCommandIntent = AnyTask & {
  kind: 'createAsyncCommands';
  targets: Devices | Groups;
  command: Command;
  keepForSeconds: number | null;
};

/** A message to MQTT devices. */
type MessageIntent = AnyTask & {
  kind: 'createMessages';
  targets: Devices | Groups;
  message: {
    content: string | JsonObject;
    name?: string;
    encoding?: 'none' | 'base64';
    /** `raw` goes with encoding `none`. */
    format?: 'standard' | 'raw';
    /** `own` is below the topics of the device, `full` is taken as it is; without, its message topic. */
    topic?: { kind: 'own' | 'full'; name: string };
    /** How long it is kept for a device that is offline: 0 to 1440, a multiple of 5. */
    ttlMinutes?: number;
    /** Passed on by MQTT 5. */
    properties?: { correlationData?: string; responseTopic?: string; user?: readonly { key: string; value: string }[] };
  };
};

/** Desired values, at most five services and 10 K. `desired` is one level deep: `{}` clears, null removes a property. */
type ShadowIntent = AnyTask & {
  kind: 'updateDeviceShadows';
  targets: Devices | Groups;
  shadows: readonly { serviceId: string; desired: JsonObject; version?: number }[];
};

/** What is done to the devices themselves. */
type DevicesIntent = AnyTask & {
  kind: 'deleteDevices' | 'freezeDevices' | 'unfreezeDevices';
  targets: Devices | Groups | File;
};
/** Devices that a workbook describes. */
type WorkbookIntent = AnyTask & { kind: 'createDevices' | 'updateDevices'; targets: File };

/** A new task, complete. (CreateBatchTask; limits in the wire schemas, checked before anything is sent.) */
export type CreateIntent =
  | UpgradeIntent
  | CommandIntent
  | AsyncCommandIntent
  | MessageIntent
  | ShadowIntent
  | DevicesIntent
  | WorkbookIntent;

/** Whom a request that was read is for; the workbook of one is not here. */
export type ReadTargets =
  | { source: 'devices'; deviceIds: string[] }
  | { source: 'groups'; groupIds: string[] }
  | { source: 'file' };

/** A request in our words, as far as it goes; empty texts and null stand for what it does not say. */
export type ReadTask = Omit<NewTask, 'targets' | 'confirmedCount'> & {
  targets: ReadTargets | null;
  is: 'read';
  /** What of the request is not in this. */
  notCarried: NotCarried[];
  /** Why no task can be made of it as it stands: all about its targets, which are null then. */
  problems: RequestProblem[];
};

/** A request that nothing is known of, and why. */
export type Unreadable = { is: 'unreadable'; problems: RequestProblem[] };
