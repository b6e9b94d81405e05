/** What the tests across processes share: what is known of the simulator's default world without asking it. */
import { defaultSeed, type PlatformAccess } from '#simulator/embedded.ts';
import { product, utilityFleet } from '#simulator/scenarios/utility-fleet.ts';
import { createFleet, deviceIdOf, type Fleet } from '#simulator/world/fleet.ts';
import { seedOf } from '#simulator/world/random.ts';
import { type NewTask, noOptions } from '#shared/domain/create.ts';

/** IDs follow from the seed alone. */
function fleet(): Fleet {
  const seed = seedOf(defaultSeed);
  return createFleet(utilityFleet()(seed, 0), seed, 0);
}

/** IDs of devices of a product, in order of registration. */
export function deviceIds(kind: keyof typeof product, count: number): string[] {
  const devices = fleet();
  return [...(devices.bySerial[product[kind]] ?? [])].slice(0, count).map((device) => deviceIdOf(devices, device));
}

/** An upgrade of these devices to the newest sound firmware for water meters, at once. */
export function meterUpgrade(name: string, devices: string[]): NewTask {
  const { spaces, packages } = fleet().catalogue;
  return {
    kind: 'firmwareUpgrade',
    name,
    spaceId: spaces[0]?.appId ?? '',
    targets: { source: 'devices', deviceIds: devices },
    document: {
      type: 'package',
      packageId: packages.find(({ version }) => version === '2.5.0')?.packageId ?? '',
    },
    options: noOptions,
    startsAt: null,
    retry: { count: null, intervalMinutes: null },
    confirmedCount: devices.length,
  };
}

/** The environment of a console for this platform. */
export const platformOf = ({ endpoint, region, projectId }: PlatformAccess): Record<string, string> => ({
  IOTDA_ENDPOINT: endpoint,
  IOTDA_REGION: region,
  IOTDA_PROJECT_ID: projectId,
  IOTDA_CALLS_PER_SECOND: '500',
});

export const keysOf = ({ ak, sk }: PlatformAccess): Record<string, string> => ({ IOTDA_AK: ak, IOTDA_SK: sk });

export const userOf = (access: PlatformAccess): Record<string, string> => ({
  IOTDA_IAM_ENDPOINT: access.iamEndpoint,
  IOTDA_IAM_DOMAIN: access.iamDomain,
  IOTDA_IAM_USER: access.iamUser,
  IOTDA_IAM_PASSWORD: access.iamPassword,
});
