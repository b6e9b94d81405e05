import type { TargetResult } from '#shared/domain/operation.ts';

/** Devices that an operation was refused for with the same code; `message` is the platform's text of the first of them. */
export type ResultGroup = { code: string | null; message: string | null; deviceIds: string[] };

/** Results by error code, largest group first; equal sizes by code so that the order is stable. */
export function resultGroups(results: readonly TargetResult[]): ResultGroup[] {
  const groups = new Map<string | null, ResultGroup>();
  for (const { deviceId, errorCode, errorMessage } of results) {
    const group = groups.get(errorCode);
    if (group) group.deviceIds.push(deviceId);
    else groups.set(errorCode, { code: errorCode, message: errorMessage, deviceIds: [deviceId] });
  }
  return [...groups.values()].toSorted(
    (a, b) => b.deviceIds.length - a.deviceIds.length || (a.code ?? '').localeCompare(b.code ?? ''),
  );
}

/** The columns of the export: for scripts, so the same in every language. */
export const resultHeader = ['device_id', 'result', 'error_code', 'error_message'] as const;
export const resultRows = (results: readonly TargetResult[]): string[][] =>
  results.map(({ deviceId, outcome, errorCode, errorMessage }) => [
    deviceId,
    outcome,
    errorCode ?? '',
    errorMessage ?? '',
  ]);
