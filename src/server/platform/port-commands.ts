import type { NotCarried } from '#shared/domain/brought.ts';
import type { NewDeviceCommand } from '#shared/domain/device-command.ts';
import type { Call, Json, SeenTask, Written } from './port.ts';
import type { Unreadable } from './port-intents.ts';

/** How the devices of a command are chosen; each is a set of its own, none narrows another. */
export type CommandTargets =
  | { source: 'devices'; deviceIds: readonly string[] }
  /** Devices of a type in the product's profile, and of one maker and model where these are given. */
  | { source: 'type'; deviceType: string; manufacturerId?: string; model?: string }
  | { source: 'area'; location: string }
  | { source: 'groups_by_name'; names: readonly string[] }
  | { source: 'groups_by_id'; ids: readonly string[] }
  /** Every device of the application. */
  | { source: 'all' };

/** A command to many devices, complete: the name is already the one the platform will carry, and is never used twice there. */
export type DeviceCommand = {
  platformName: string;
  targets: CommandTargets;
  command: { serviceId: string; name: string; parameters: { [key: string]: Json } };
  /** How long the platform keeps trying: 10 to 2880, in the platform's unit (seconds, by its own answers). */
  timeout: number;
  /** How often a command without an answer is sent again, 0 to 3; null leaves it to the platform. */
  resends: number | null;
  /** Where the platform reports each result; null nowhere. */
  callbackUrl: string | null;
  /** Narrows groups to those with this tag; null for all. */
  groupTag: string | null;
  /** A pair of name and value is never used twice on a platform. */
  tags: readonly { name: string; value: string }[];
};

/** A command that was read, in our words, and what of its request is not in this. */
export type ReadCommand = { is: 'read'; command: Omit<NewDeviceCommand, 'confirmed'>; notCarried: NotCarried[] };

/** Commands to many devices as one task, where a platform takes them in this form. */
export type DeviceCommands = {
  /** The body `send` sends, word for word; what may be a key is left out. */
  describe(command: DeviceCommand): Json;
  /** The reverse: what such a body, or the `request` of a task, asks for. */
  read(body: Json, of: 'body' | 'task'): ReadCommand | Unreadable;
  /** The same request as a command line for a shell; certificates and the token are left for whoever runs it to fill in. */
  curl(command: DeviceCommand): string;
  /**
   * Throws a RangeError, before anything is sent, where the command breaks a limit. `not_sent` also while another task of the same
   * user is unfinished: the platform takes one at a time. `unknown` also when a task of this name exists: it can only be this one.
   * The task that is answered has no counts yet.
   */
  send(command: DeviceCommand, call: Call): Promise<Written<SeenTask>>;
};
