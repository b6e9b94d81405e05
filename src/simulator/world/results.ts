/**
 * What can become of a subtask, as codes and texts. Device result codes 1-10 and 255 and the texts in the platform's words
 * are documented; which field carries them, and the codes beside the platform's own texts, are not
 * (docs/simulator-differences.md).
 */
export type Result = { ok: true; output: string } | { ok: false; code: string; message: string };

const table = {
  none: { ok: true, output: '' },
  done: { ok: true, output: 'success' },
  sameVersion: { ok: true, output: 'The current version is the same as the target version' },

  inUse: { ok: false, code: '1', message: 'Device in use' },
  poorSignal: { ok: false, code: '2', message: 'Poor signal' },
  alreadyLatest: { ok: false, code: '3', message: 'Already the latest version' },
  lowBattery: { ok: false, code: '4', message: 'Low battery' },
  noStorage: { ok: false, code: '5', message: 'Not enough storage for the new firmware package' },
  downloadTimeout: { ok: false, code: '6', message: 'Waiting for device downloaded package timeout' },
  badPackage: { ok: false, code: '7', message: 'Integrity check failure for new downloaded package' },
  unsupportedType: { ok: false, code: '8', message: 'Unsupported package type' },
  noMemory: { ok: false, code: '9', message: 'Out of memory during downloading process' },
  installFailed: { ok: false, code: '10', message: 'Firmware update failed' },
  internal: { ok: false, code: '255', message: 'Internal exception' },

  noDevice: { ok: false, code: 'IOTDA.014000', message: 'The device does not exist.' },
  notOnline: { ok: false, code: 'IOTDA.014016', message: 'Device Abnormal is not online' },
  conflict: { ok: false, code: 'IOTDA.014230', message: 'Task Conflict' },
  onlineTimeout: { ok: false, code: 'IOTDA.014231', message: 'Waiting for the device online timeout' },
  versionTimeout: { ok: false, code: 'IOTDA.014232', message: 'Waiting for report device firmware version timeout' },
  resultTimeout: { ok: false, code: 'IOTDA.014233', message: 'Wait for the device to report upgrade result timeout' },
  connectionLost: { ok: false, code: 'IOTDA.014234', message: 'Connection lost during downloading process' },
  sourceVersion: { ok: false, code: 'IOTDA.014235', message: 'The current version is not a supported source version' },
  otherProduct: {
    ok: false,
    code: 'IOTDA.014236',
    message: 'The package does not belong to the product of the device',
  },

  hasChildren: { ok: false, code: 'IOTDA.014024', message: 'The gateway still has sub-devices.' },
  commandTimeout: { ok: false, code: 'IOTDA.014111', message: 'Sending the command to the device timed out.' },
  notSubscribed: { ok: false, code: 'IOTDA.014112', message: 'The device has not subscribed to the topic.' },
  wrongProtocol: { ok: false, code: 'IOTDA.014114', message: 'The protocol of the device does not support this.' },

  deviceExists: { ok: false, code: 'IOTDA.014031', message: 'The device already exists.' },
  noProduct: { ok: false, code: 'IOTDA.014294', message: 'The product does not exist.' },
  badRow: { ok: false, code: 'IOTDA.000006', message: 'Invalid input data. The row is malformed.' },
  quota: { ok: false, code: 'IOTDA.014237', message: 'There is no room for another device.' },
  noCommand: { ok: false, code: 'IOTDA.014238', message: 'The service model has no such service or command.' },
  badParas: { ok: false, code: 'IOTDA.014239', message: 'The parameters do not fit the service model.' },
  asyncExpired: { ok: false, code: 'IOTDA.014240', message: 'The command expired before the device came.' },
  messageExists: { ok: false, code: 'IOTDA.014241', message: 'The message ID has been used on the device.' },
  notWritable: { ok: false, code: 'IOTDA.000029', message: 'The property does not exist or is not writable.' },
  shadowVersion: { ok: false, code: 'IOTDA.014242', message: 'The version of the shadow does not match.' },
  noModule: { ok: false, code: 'IOTDA.014244', message: 'The device has no such module.' },
  indirect: { ok: false, code: 'IOTDA.014243', message: 'Only a device that connects by itself can be frozen.' },
  tooManyKept: { ok: false, code: 'IOTDA.014245', message: 'Twenty commands are waiting for the device.' },
} as const satisfies Record<string, Result>;

export type ResultName = keyof typeof table;

/** In table order: the columns of a task keep the index. Append only, saved worlds hold these numbers. */
const results: readonly Result[] = Object.values(table);
const numbers = new Map(Object.keys(table).map((name, index) => [name, index]));

export const resultNumber = (name: ResultName): number => numbers.get(name) ?? 0;
export const resultAt = (number: number): Result => results[number] ?? table.none;
