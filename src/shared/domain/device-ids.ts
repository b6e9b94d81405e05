import { z } from 'zod';

/** Devices that one list may name. (CreateBatchTask, targets) */
export const mostDeviceIds = 30_000;
const mostCharacters = 128;
/** The same rule as `isDeviceId`, for documents. */
export const deviceIdPattern = '^[A-Za-z0-9_-]{1,128}$';

const isAllowed = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || // 0-9
  (code >= 0x41 && code <= 0x5a) || // A-Z
  (code >= 0x61 && code <= 0x7a) || // a-z
  code === 0x5f || // _
  code === 0x2d; // -

/** Whether it is a device ID: a text of 1 to 128 letters, digits, `_` and `-`. */
export function isDeviceId(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > mostCharacters) return false;
  for (let at = 0; at < value.length; at += 1) if (!isAllowed(value.charCodeAt(at))) return false;
  return true;
}

// As a whole, because a schema for each of them costs more than reading the JSON does. The first that is wrong is named.
const listOf = (least: number) =>
  z.custom<string[]>(Array.isArray).check(({ value, issues }) => {
    const isOfWrongLength = value.length < least || value.length > mostDeviceIds;
    const wrong = isOfWrongLength ? -1 : value.findIndex((id) => !isDeviceId(id));
    if (isOfWrongLength || wrong >= 0)
      issues.push({ code: 'custom', input: value, path: isOfWrongLength ? [] : [wrong] });
  });

/** Up to 30,000 device IDs. */
export const DeviceIds = listOf(0);
/** The same, and at least one. */
export const SomeDeviceIds = listOf(1);
