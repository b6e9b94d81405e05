/**
 * Checking the request of a new task of 30,000 devices in the server, beside merely reading its JSON: the shape by the contract's
 * schema and the rules that the browser has asked before, the look over the raw body apart.
 */
import { whyNotParsed } from '#server/http/json-scan.ts';
import { NewTask, noOptions, problemsOf } from '#shared/domain/create.ts';
import { quantile, report, time } from './measure.ts';

const devices = 30_000;
const rounds = 60;

const body = JSON.stringify({
  kind: 'firmwareUpgrade',
  name: 'Meters_2_5_0',
  spaceId: 'bbabc027a38e43b366da1e484f883862',
  targets: {
    source: 'devices',
    deviceIds: Array.from(
      { length: devices },
      (_, at) => `65f6c199c9caa642df67ab13_meter-${String(at).padStart(12, '0')}`,
    ),
  },
  document: { type: 'package', packageId: '65f6c199c9caa642df67ab14' },
  options: noOptions,
  startsAt: null,
  retry: { count: 2, intervalMinutes: 5 },
  confirmedCount: devices,
});

const reading: number[] = [];
const checking: number[] = [];
const looking: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  let parsed: unknown;
  reading.push(await time(() => (parsed = JSON.parse(body))));
  checking.push(
    await time(() => {
      const problems = problemsOf(NewTask.parse(parsed), 0, devices);
      if (problems.length > 0) throw new Error('the request is sound');
    }),
  );
  looking.push(await time(() => whyNotParsed(body)));
}

const parse = quantile(reading, 0.5);
console.log(`JSON.parse of ${(body.length / 1e6).toFixed(2)} MB: ${parse.toFixed(2)} ms (median)`);
report('checking 30,000 devices / JSON.parse', quantile(checking, 0.5) / parse, { goal: 3, unit: 'x' });
report('looking over the raw body / JSON.parse', quantile(looking, 0.5) / parse, { goal: 3, unit: 'x' });
