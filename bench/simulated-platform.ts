import type { IotdaSettings } from '#server/platform/iotda.ts';
import { Secret } from '#server/platform/secret.ts';
import type { Credentials } from '#simulator/world/credentials.ts';

/** How the adapter is set to speak to a world in this process, by default without a budget that would hold it up. */
export const simulatedPlatform = (
  { region, projectId, ak, sk }: Pick<Credentials, 'region' | 'projectId' | 'ak' | 'sk'>,
  callsPerSecond = 1_000_000,
): IotdaSettings => ({
  endpoint: 'https://simulated-platform.invalid',
  region,
  projectId,
  credentials: { kind: 'access_key', accessKey: ak, secretKey: new Secret(sk) },
  signing: 'v11',
  packageField: 'package_ids',
  callsPerSecond,
});
