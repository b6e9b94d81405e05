/** Switches for trying things by hand, below `/_simulator/`. They are no part of the platform and off unless asked for. */
import { Hono } from 'hono';
import { isObject } from './iotda/checks.ts';
import type { Simulator } from './simulator.ts';
import { parseDuration } from './world/clock.ts';
import { callKinds, faultKinds, type FaultSpec } from './world/faults.ts';

/**
 * The simulator's handler with the switches in front:
 * `POST advance {by: '5 min'}` · `POST outage {share: 0.9}` · `POST fault {match, kind, ...}` · `DELETE faults` · `GET log` · `GET stats`.
 */
export function withControl({ fetch, log, world }: Simulator): Simulator['fetch'] {
  /** Requests that have arrived and are not answered yet: what a latency fault holds. */
  const underWay = new Set<Request>();
  const app = new Hono().basePath('/_simulator');
  app.post('/advance', async (context) => {
    const body: unknown = await context.req.json();
    const by = isObject(body) && typeof body['by'] === 'string' ? parseDuration(body['by']) : null;
    if (by === null) return context.json({ error: 'by must be a duration such as "5 min"' }, 400);
    world.advance(by);
    return context.json({ now: world.now() });
  });
  app.post('/outage', async (context) => {
    const body: unknown = await context.req.json();
    const share = isObject(body) ? body['share'] : undefined;
    if (typeof share !== 'number' || !(share >= 0 && share <= 1)) {
      return context.json({ error: 'share must be a number from 0 to 1' }, 400);
    }
    world.setOutage(share);
    return context.json({ share });
  });
  app.post('/fault', async (context) => {
    const spec = readFault(await context.req.json());
    if (spec === null) return context.json({ error: 'not a fault', calls: callKinds, kinds: faultKinds }, 400);
    world.fault(spec);
    return context.json(spec);
  });
  app.delete('/faults', (context) => {
    world.faults.clear();
    return context.body(null, 204);
  });
  app.get('/log', (context) => context.json(log.entries));
  app.get('/stats', (context) => {
    world.settle();
    const tasks = [...world.tasks.values()].map(({ taskId, order, status, rows }) => ({
      taskId,
      name: order.name,
      status,
      size: rows.size,
      counts: rows.counts,
    }));
    const waiting = [...underWay].map(({ method, url }) => `${method} ${new URL(url).pathname}`);
    const { scenario, fleet } = world;
    return context.json({ scenario: scenario.name, now: world.now(), devices: fleet.size, underWay: waiting, tasks });
  });
  return async (request) => {
    if (new URL(request.url).pathname.startsWith('/_simulator/')) return app.fetch(request);
    underWay.add(request);
    try {
      return await fetch(request);
    } finally {
      underWay.delete(request);
    }
  };
}

function readFault(body: unknown): FaultSpec | null {
  if (!isObject(body)) return null;
  const match = [...callKinds, 'any' as const].find((one) => one === body['match']);
  const kind = faultKinds.find((one) => one === body['kind']);
  if (match === undefined || kind === undefined) return null;
  const spec: FaultSpec = { match, kind };
  for (const name of ['times', 'rate', 'status', 'retryAfter', 'ms', 'seed'] as const) {
    const value = body[name];
    if (typeof value === 'number') spec[name] = value;
  }
  for (const name of ['code', 'message'] as const) {
    const value = body[name];
    if (typeof value === 'string') spec[name] = value;
  }
  return spec;
}
