/**
 * Damaged answers of every call: types swapped, nulls, missing, extra, huge numbers, strings for numbers, at any depth. What comes out
 * is either in our words, as the schemas of the shared layer have them, or the error that says it was garbled; nothing else.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Device, Group, Package, Product, Space } from '#shared/domain/catalogue.ts';
import { Counts, Outcome, RetryPolicy, TaskId, TaskState } from '#shared/domain/task.ts';
import printedRetry from '#wire/samples/retry-batch-task-response.json' with { type: 'json' };
import printedShow from '#wire/samples/show-batch-task-response.json' with { type: 'json' };
import tables from '#wire/samples/tables.json' with { type: 'json' };
import { z } from 'zod';
import { openIotda } from './iotda.ts';
import { InProcessDispatcher } from './in-process.ts';
import { type Call, type Platform, PlatformError } from './port.ts';
import { Secret } from './secret.ts';
import { createTestClock } from './test-support.ts';

const call: Call = { lane: 'reader' };
const page = { count: 1, marker: '5c8ba99030344005c02316ad' };
const spaceId = 'space';

const Seen = z.object({
  id: TaskId,
  platformName: z.string(),
  kind: z.string(),
  state: TaskState,
  rawState: z.string(),
  note: z.string().nullable(),
  counts: Counts,
  createdAt: z.int(),
  startsAt: z.int().nullable(),
  retry: RetryPolicy.nullable(),
  packageIds: z.array(z.string()),
  groupIds: z.array(z.string()),
});
const Subtasks = z.array(z.object({ deviceId: z.string().min(1), outcome: Outcome, output: z.string().nullable() }));
const anything = z.unknown();

type Case = [what: string, answer: object, shape: z.ZodType, ask: (platform: Platform) => Promise<unknown> | undefined];
const cases: Case[] = [
  [
    'list of tasks',
    { batchtasks: [tables['A.3 Task'], printedShow.batchtask], page },
    z.array(Seen),
    async (platform) => (await platform.listTasks({ kind: 'firmwareUpgrade', marker: null }, call)).rows,
  ],
  [
    'task',
    { batchtask: tables['A.3 Task'], task_details: [tables['A.3 TaskDetail'], ...printedShow.task_details], page },
    z.object({ task: Seen.extend({ id: z.string() }), subtasks: z.object({ rows: Subtasks, total: z.int().min(0) }) }),
    (platform) => platform.showTask({ taskId: 'ab' }, call),
  ],
  [
    'answer to a retry',
    printedRetry,
    z.object({ kind: z.enum(['done', 'unknown', 'refused']) }),
    (platform) => platform.retryDevices('ab', ['d'], call),
  ],
  [
    'answer to a create',
    tables['A.3 Task'],
    z.object({ kind: z.enum(['done', 'unknown', 'refused']) }),
    (platform) =>
      platform.createTask(
        {
          kind: 'freezeDevices',
          platformName: 'n',
          spaceId,
          startsAt: null,
          retry: null,
          targets: { source: 'devices', deviceIds: ['d'] },
        },
        call,
      ),
  ],
  ['spaces', { applications: [tables['A.13 Application']] }, z.array(Space), (platform) => platform.listSpaces(call)],
  [
    'products',
    { products: [tables['A.11 ProductSummary']], page },
    z.array(Product),
    (platform) => platform.listProducts(spaceId, call),
  ],
  [
    'product',
    { ...tables['A.11 ProductSummary'], service_capabilities: [tables['A.11 ServiceCapability']] },
    z.object({ services: z.array(z.object({ commands: z.array(anything), properties: z.array(anything) })) }),
    (platform) => platform.inventory?.showProduct({ productId: 'p', spaceId }, call),
  ],
  [
    'packages',
    { packages: [tables['A.12 OtaPackageInfo']], page },
    z.array(Package),
    (platform) => platform.listPackages({ spaceId, kind: 'software' }, call),
  ],
  ['package', tables['A.12 ShowOtaPackage'], Package, (platform) => platform.inventory?.showPackage('p', call)],
  [
    'modules',
    { modules: [tables['A.12 OtaModuleInfo']], page },
    z.array(z.object({ id: z.string().min(1), name: z.string() })),
    (platform) => platform.inventory?.listModules({ spaceId }, call),
  ],
  [
    'devices',
    { devices: [tables['A.9 QueryDeviceSimplify']], page },
    z.object({ rows: z.array(Device) }),
    (platform) => platform.inventory?.findDevices({ filter: { spaceId }, marker: null, limit: 2 }, call),
  ],
  ['device', tables['A.9 ShowDevice'], Device, (platform) => platform.inventory?.showDevice('d', call)],
  [
    'found devices',
    { devices: [{ ...tables['A.9 ShowDevice'], groups: ['g'], marker: page.marker }] },
    z.object({ rows: z.array(Device) }),
    (platform) => platform.inventory?.searchDevices({ search: { spaceId }, marker: null, limit: 2 }, call),
  ],
  [
    'groups',
    { device_groups: [tables['A.10 DeviceGroup']], devices: [tables['A.10 SimplifyDevice']], page },
    z.array(Group),
    (platform) => platform.listGroups(spaceId, call),
  ],
  [
    'files',
    { files: [tables['A.8 BatchTaskFile']] },
    z.array(z.object({ id: z.string().min(1), uploadedAt: z.int().nullable() })),
    (platform) => platform.workbooks?.list(call),
  ],
];

/** A platform that answers everything with `text`. */
function answering(text: string): Platform {
  const settings = {
    endpoint: 'https://platform.test',
    region: 'r',
    projectId: 'p',
    credentials: { kind: 'access_key' as const, accessKey: 'a', secretKey: new Secret('s') },
    signing: 'sdk' as const,
    packageField: 'package_ids' as const,
    callsPerSecond: 1_000,
  };
  const dispatcher = new InProcessDispatcher(async () => new Response(text));
  return openIotda(settings, { dispatcher, clock: createTestClock(), random: () => 0.5, timer: () => () => undefined });
}

/** What became of the question. */
async function outcome([, , shape, ask]: Case, text: string): Promise<string> {
  try {
    const answer = await ask(answering(text));
    const parsed = shape.safeParse(answer);
    return parsed.success ? 'read' : `not in our words: ${parsed.error.message}`;
  } catch (error) {
    if (error instanceof PlatformError) return error.code;
    throw error;
  }
}

const damages = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, '', 'x', '12', -1, 0.5, 1e300, Number.MAX_SAFE_INTEGER, [], {}, [
    null,
  ]),
  fc.string({ maxLength: 300 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant('长'.repeat(5_000)),
  fc.constant('<img src=x onerror=alert(1)>\u0000\u202e'),
);
const damage = fc.record({ at: fc.nat(), how: fc.constantFrom('replace', 'remove', 'extra'), value: damages });

/** Damages the n-th place of a document, counted depth first. */
function damaged(
  value: unknown,
  at: { left: number },
  { how, value: instead }: { how: string; value: unknown },
): unknown {
  at.left -= 1;
  if (at.left === 0 && how === 'replace') return instead;
  const hit = at.left === 0;
  if (Array.isArray(value)) {
    const entries = value.map((entry: unknown) => damaged(entry, at, { how, value: instead }));
    return hit ? (how === 'extra' ? [...entries, instead] : entries.slice(1)) : entries;
  }
  if (typeof value !== 'object' || value === null) return hit ? undefined : value;
  const entries = Object.entries(value).map(
    ([key, entry]) => [key, damaged(entry, at, { how, value: instead })] as const,
  );
  if (!hit) return Object.fromEntries(entries);
  return Object.fromEntries(how === 'extra' ? [...entries, ['newcomer', instead]] : entries.slice(1));
}
const placesIn = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((sum, entry) => sum + placesIn(entry), 1)
    : 1;

test.each(cases)('%s: as it is documented it is read', async (...one) => {
  expect(await outcome(one, JSON.stringify(one[1]))).toBe('read');
});

test('1,000 damaged answers are read in our words, or garbled', { timeout: 30_000 }, async () => {
  const outcomes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...cases), fc.array(damage, { minLength: 1, maxLength: 3 }), async (one, list) => {
      const document = list.reduce<unknown>(
        (now, { at, ...what }) => damaged(now, { left: (at % placesIn(now)) + 1 }, what),
        one[1],
      );
      const became = await outcome(one, JSON.stringify(document) ?? '');
      outcomes.set(became, (outcomes.get(became) ?? 0) + 1);
      expect(became).toMatch(/^(read|garbled)$/);
    }),
    { numRuns: 1_000, seed: 20_261_121 },
  );
  expect(outcomes.get('read')).toBeGreaterThan(300);
  expect(outcomes.get('garbled')).toBeGreaterThan(30);
});
