import { explainedCodes, type ErrorFacts, factsOf, plainCode } from '#shared/domain/error-facts.ts';
import type dictionary from './locales/en/dictionary.json';
import type errors from './locales/en/errors.json';

export type PlatformKey = keyof (typeof errors)['platform'];
export type OtaKey = keyof (typeof errors)['ota'];
/** Codes that only the dictionary's own catalogue words: keys cannot begin with a digit or have a dot in them. */
export type DictionaryKey = keyof (typeof dictionary)['codes'];
export type ReasonKey =
  | { in: 'platform'; key: PlatformKey }
  | { in: 'ota'; key: OtaKey }
  | { in: 'dictionary'; key: DictionaryKey };

/** Codes of the platform and of its gateway that the catalogues explain. The gateway writes `APIG.` and `APIGW.` for the same. */
export const platformCodes = [
  'IOTDA.000001',
  'IOTDA.000002',
  'IOTDA.000004',
  'IOTDA.000006',
  'IOTDA.000008',
  'IOTDA.000009',
  'IOTDA.000010',
  'IOTDA.000015',
  'IOTDA.000017',
  'IOTDA.000018',
  'IOTDA.000020',
  'IOTDA.000021',
  'IOTDA.000022',
  'IOTDA.001000',
  'IOTDA.001002',
  'IOTDA.001006',
  'IOTDA.001007',
  'IOTDA.014000',
  'IOTDA.014016',
  'IOTDA.014111',
  'IOTDA.014112',
  'IOTDA.014219',
  'IOTDA.014600',
  'IOTDA.014602',
  'IOTDA.014603',
  'IOTDA.021101',
  'IOTDA.021102',
  'APIGW.0101',
  'APIGW.0201',
  'APIGW.0301',
  'APIGW.0308',
] as const;

type KeyOf<Code extends string> = Code extends `${infer Family}.${infer Number}` ? `${Family}_${Number}` : never;
const platformKeys: ReadonlyMap<string, PlatformKey> = new Map(
  // A dot separates levels in catalogue keys, so the catalogues write an underscore.
  platformCodes.map((code) => [code, code.replace('.', '_') as KeyOf<typeof code>]),
);

const explainedElsewhere = (code: string) => platformKeys.has(code) || Object.hasOwn(deviceCodes, code);
const dictionaryKeyOf = (code: string) => (/^\d/.test(code) ? `c${code}` : code.replace('.', '_'));

/** Result codes that devices report in an upgrade. (OTA protocol, upgrade_progress_report) */
export const deviceCodes: Readonly<Record<string, OtaKey>> = {
  '1': 'device_in_use',
  '2': 'poor_signal',
  '3': 'same_version',
  '4': 'low_battery',
  '5': 'storage',
  '6': 'download_timeout',
  '7': 'integrity',
  '8': 'unsupported_package',
  '9': 'memory',
  '10': 'update_failed',
  '255': 'internal',
};

const dictionaryKeys: ReadonlyMap<string, DictionaryKey> = new Map(
  explainedCodes
    .filter((code) => !explainedElsewhere(code))
    // That each of them is a key of the catalogue is proved by a test.
    .map((code) => [code, dictionaryKeyOf(code) as DictionaryKey]),
);

/** Texts that the platform writes beside an upgrade's failure, where no code says it. (Guide, common upgrade errors) */
export const platformTexts: Readonly<Record<string, OtaKey>> = {
  'Device Abnormal is not online': 'device_not_online',
  'Task Conflict': 'task_conflict',
  'Waiting for the device online timeout': 'online_timeout',
  'Waiting for report cellId timeout': 'cell_timeout',
  'Waiting for report device firmware version timeout': 'version_timeout',
  'Wait for the device to report upgrade result timeout': 'result_timeout',
  'Updating timeout and query device version for check timeout': 'check_timeout',
  'Waiting for device downloaded package timeout': 'download_timeout',
  'Integrity check failure for new downloaded package': 'integrity',
  'Unsupported package type': 'unsupported_package',
  'Not enough storage for the new firmware package': 'storage',
  'Out of memory during downloading process': 'memory',
  'Connection lost during downloading process': 'connection_lost',
  'Invalid URI': 'invalid_uri',
  'Firmware update failed': 'update_failed',
  'The current version is the same as the target version': 'same_version',
};

/** Where to find the explanation of a failure with this code and text. The most telling of them wins. */
export function reasonKey(code: string | null, message: string | null): ReasonKey | null {
  const deviceKey = code === null ? undefined : own(deviceCodes, code);
  if (deviceKey !== undefined) return { in: 'ota', key: deviceKey };
  // The texts are narrower than the codes beside them: "not online" says more than a general refusal.
  const textKey = message === null ? undefined : own(platformTexts, message.trim());
  if (textKey !== undefined) return { in: 'ota', key: textKey };
  const platformKey = code === null ? undefined : platformKeys.get(plainCode(code));
  if (platformKey !== undefined) return { in: 'platform', key: platformKey };
  const dictionaryKey = code === null ? undefined : dictionaryKeys.get(code);
  return dictionaryKey === undefined ? null : { in: 'dictionary', key: dictionaryKey };
}

/** The code whose facts are those of a text that the platform writes where no code says it. */
const codeOfText: Partial<Record<OtaKey, string>> = {
  device_not_online: 'IOTDA.014016',
  task_conflict: 'IOTDA.014230',
  online_timeout: 'IOTDA.014231',
  cell_timeout: 'IOTDA.014232',
  version_timeout: 'IOTDA.014232',
  result_timeout: 'IOTDA.014233',
  check_timeout: 'IOTDA.014233',
  download_timeout: '6',
  integrity: '7',
  unsupported_package: '8',
  storage: '5',
  memory: '9',
  connection_lost: 'IOTDA.014234',
  invalid_uri: '8',
  update_failed: '10',
  same_version: '3',
};

/** Whose problem a failure with this code and text is, and whether a retry helps; null when nobody knows. */
export function failureFacts(code: string | null, message: string | null): ErrorFacts | null {
  const facts = factsOf(code);
  if (facts !== null) return facts;
  const textKey = message === null ? undefined : own(platformTexts, message.trim());
  const known = textKey === undefined ? null : factsOf(codeOfText[textKey] ?? null);
  // The text itself is the platform's own, whatever the code.
  return known && { ...known, documented: true };
}

// The keys come from the platform: `toString` is not a known code.
const own = (table: Readonly<Record<string, OtaKey>>, key: string) =>
  Object.hasOwn(table, key) ? table[key] : undefined;
