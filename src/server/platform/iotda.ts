import type { Dispatcher } from 'undici';
import type { Clock } from '#server/clock.ts';
import { knownKinds } from '#shared/domain/kinds.ts';
import { maxBatchTargets } from '#wire/iotda/batch-tasks.ts';
import { projectIdPattern } from '#wire/iotda/identifiers.ts';
import { ListProjectsResponse } from '#wire/iotda/identity.ts';
import { pageLimit, pageOffset } from '#wire/iotda/paging.ts';
import { type AccessKey, algorithmFor, createSigning } from './auth.ts';
import { readDeadlines, systemTimer, type Timer } from './exchange.ts';
import { nodeHashing } from './hashing.ts';
import { createCatalogue } from './iotda-catalogue.ts';
import type { PackageField } from './iotda-intents.ts';
import { createInventory } from './iotda-inventory.ts';
import { createTasks } from './iotda-tasks.ts';
import { createWorkbooks } from './iotda-workbooks.ts';
import type { Call, Platform } from './port.ts';
import { createSkew } from './skew.ts';
import { createTokens, type Password } from './tokens.ts';
import { createTransport } from './transport.ts';

/** One v5 platform: where it is, who calls it, and the switches where editions differ. */
export type IotdaSettings = {
  /** `https://host[:port]`; `http` is for a simulator on the same machine. */
  endpoint: string;
  region: string;
  projectId: string;
  instanceId?: string;
  credentials: ({ kind: 'access_key' } & AccessKey) | ({ kind: 'password' } & Password);
  /** `auto`: by the host, see `algorithmFor`. */
  signing: 'auto' | 'sdk' | 'v11';
  packageField: PackageField;
  /** Calls per second that this console may make; the standard edition's limit is not published. */
  callsPerSecond: number;
};
export type IotdaNeeds = { dispatcher: Dispatcher; clock: Clock; random: () => number; timer?: Timer };

/** More than this at once could all fail before the first failure is known, and five in a row lock an access key. */
const inFlight = 4;

/** Opens the v5 platform behind the port. Nothing is sent before the first call; `dispatcher` stays the caller's to close. */
export function openIotda(settings: IotdaSettings, needs: IotdaNeeds): Platform {
  const endpoint = new URL(settings.endpoint);
  if (!projectIdPattern.test(settings.projectId)) throw new RangeError('not a project ID');
  const { dispatcher, clock, random, timer = systemTimer } = needs;
  const { credentials, region, projectId } = settings;
  const skew = createSkew(clock);
  const auth =
    credentials.kind === 'password'
      ? createTokens(
          { ...credentials, iamEndpoint: new URL(credentials.iamEndpoint).origin, projectId },
          { dispatcher, clock, timer, random, deadlines: readDeadlines },
        )
      : createSigning(
          {
            ...credentials,
            algorithm: settings.signing === 'auto' ? algorithmFor(endpoint.host) : settings.signing,
            region,
            projectId,
          },
          { clock, skew, hashing: nodeHashing },
        );
  const transport = createTransport(
    {
      origin: endpoint.origin,
      base: ['v5', 'iot', projectId],
      headers: settings.instanceId === undefined ? {} : { 'Instance-Id': settings.instanceId },
      budget: { callsPerSecond: settings.callsPerSecond, inFlight },
    },
    { dispatcher, clock, timer, random, auth, skew },
  );

  const identity =
    credentials.kind === 'password'
      ? createTransport(
          {
            origin: new URL(credentials.iamEndpoint).origin,
            base: ['v3'],
            headers: {},
            budget: { callsPerSecond: 1, inFlight: 1 },
          },
          { dispatcher, clock, timer, random, auth, skew },
        )
      : null;

  return {
    capabilities: {
      listedKinds: knownKinds,
      canCreate: true,
      canRetry: true,
      retryChunk: maxBatchTargets,
      pageSize: pageLimit.max,
      farthestOffset: pageOffset.max,
    },
    health: transport.health.now,
    onHealth: transport.health.listen,
    ...createTasks(transport, { packageField: settings.packageField }),
    ...createCatalogue(transport),
    inventory: createInventory(transport, clock),
    workbooks: createWorkbooks(transport, random),
    ...(identity !== null && {
      listProjects: async (call: Call) => {
        const request = { segments: ['projects'], query: { name: region } };
        const { projects } = await identity.read(request, ListProjectsResponse, call);
        return projects.map(({ id, name }) => ({ id, name: name ?? id }));
      },
    }),
    close: () => Promise.resolve(),
  };
}
