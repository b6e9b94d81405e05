/** SearchDevices: the platform's SQL, one call a second. */
import {
  compileRule,
  type DeviceQuery,
  parseQuery,
  QueryError,
  staticGroupsOf,
} from '#simulator/world/device-query.ts';
import { deviceRecordId } from '#simulator/world/fleet.ts';
import { mix } from '#simulator/world/random.ts';
import type { World } from '#simulator/world/world.ts';
import { type Handler, ok } from './call.ts';
import { objectBody } from './checks.ts';
import { deviceBody, modulesBody } from './devices.ts';
import { invalid, throttled } from './refusal.ts';

const maxSqlLength = 400;
const everyMs = 1000;

export const searchDevices: Handler = ({ world, body }) => {
  const nowMs = world.clock.now();
  if (nowMs - world.searchedMs < everyMs) throw throttled('gateway', 1, '1 second');
  world.searchedMs = nowMs;
  const sql = objectBody(body)['sql'];
  if (typeof sql !== 'string' || sql.length === 0 || sql.length > maxSqlLength) throw invalid('sql is malformed.');
  try {
    return ok(search(world, parseQuery(sql)));
  } catch (error) {
    if (error instanceof QueryError) throw invalid(error.message);
    throw error;
  }
};

function search(world: World, query: DeviceQuery): unknown {
  const { fleet, seed } = world;
  const test = query.where === null ? () => true : compileRule(query.where, { fleet, seed, at: world.now() });
  const found: number[] = [];
  for (let device = 0; device < fleet.size; device += 1) if (!fleet.removed[device] && test(device)) found.push(device);
  if (query.select === 'count') return { devices: [], count: found.length };
  if (query.order === 'desc') found.reverse();
  // Without an order the platform promises none: whoever relies on one shall notice.
  if (query.order === null) found.sort((left, right) => mix(left, 17) - mix(right, 17));
  const page = found.slice(query.offset, query.offset + query.rows);
  return { devices: page.map((device) => pickFields(query.select, searchBody(world, device))) };
}

const searchBody = (world: World, device: number): Record<string, unknown> => ({
  ...deviceBody(world, device),
  groups: staticGroupsOf(world.fleet, device),
  modules: modulesBody(world, device),
  marker: deviceRecordId(world.fleet, device),
});

function pickFields(select: DeviceQuery['select'], body: Record<string, unknown>): Record<string, unknown> {
  if (typeof select === 'string') return body;
  const kept = new Set([...select, 'device_id']);
  return Object.fromEntries(Object.entries(body).filter(([field]) => kept.has(field)));
}
