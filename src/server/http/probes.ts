import { Hono } from 'hono';
import type { Clock } from '#server/clock.ts';
import type { Store } from '#server/store/store.ts';

const probeEveryMs = 1_000;

/** Whether the process lives, and whether it can do its work. Anybody may ask: that writes to the database once a second at most. */
export function probes(deps: { store: Store; clock: Clock; isDraining: () => boolean }): Hono {
  const { store, clock, isDraining } = deps;
  const app = new Hono();
  let last: { at: number; isWritable: Promise<boolean> } | null = null;

  function isWritable(): Promise<boolean> {
    const now = clock.now();
    if (last === null || now < last.at || now - last.at >= probeEveryMs) {
      const written = store.probe().then(
        () => true,
        () => false,
      );
      last = { at: now, isWritable: written };
    }
    return last.isWritable;
  }

  app.get('/livez', () => new Response('ok\n'));
  app.get('/readyz', async () => {
    if (isDraining()) return new Response('draining\n', { status: 503 });
    return (await isWritable())
      ? new Response('ok\n')
      : new Response('the database cannot be written\n', { status: 503 });
  });
  return app;
}
