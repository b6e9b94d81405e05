/** What the tests of faults share: a platform that is stopped after the test, and what a call fails with. */
import { onTestFinished } from 'vitest';
import { type Call, type CreateIntent, PlatformError } from './port.ts';
import { startPlatform, type TestPlatform } from './test-simulator.ts';

export const reader: Call = { lane: 'reader' };
export const mutation: Call = { lane: 'mutation' };
export const minute = 60_000;

export function start(...options: Parameters<typeof startPlatform>): TestPlatform {
  const started = startPlatform(...options);
  onTestFinished(() => started.stop());
  return started;
}

export const failure = (promise: Promise<unknown>): Promise<PlatformError> =>
  promise.then(
    () => {
      throw new Error('it should have failed');
    },
    (error: unknown) => {
      if (!(error instanceof PlatformError)) throw error;
      return error;
    },
  );

/** An upgrade of five devices that the platform takes. */
export async function anUpgrade({ platform }: TestPlatform): Promise<CreateIntent> {
  const spaceId = (await platform.listSpaces(reader)).find((space) => space.isDefault)?.id ?? '';
  const [first] = await platform.listPackages({ spaceId, kind: 'firmware' }, reader);
  const { id: packageId = '', productId = '' } = first ?? {};
  const { rows } = await platform.listDevices({ spaceId, productId, marker: null, limit: 5 }, reader);
  const targets = { source: 'devices' as const, deviceIds: rows.map((device) => device.id) };
  const platformName = 'Fault_w01_abc';
  return { kind: 'firmwareUpgrade', platformName, spaceId, targets, packageId, startsAt: null, retry: null };
}
