import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Clock } from '#server/clock.ts';
import type { Log } from '#server/context.ts';
import { errorResponse } from './errors.ts';

const maxBytes = 16_384;
const perMinute = 60;
const directivesKept = 30;

const directive = z.string().regex(/^[a-z-]{1,40}$/);
const OldReport = z.object({
  'csp-report': z.object({ 'violated-directive': z.string().optional(), 'effective-directive': z.string().optional() }),
});
const NewReports = z.array(
  z.object({ type: z.string(), body: z.object({ effectiveDirective: z.string().optional() }) }),
);

function directivesIn(report: unknown): string[] {
  const old = OldReport.safeParse(report);
  if (old.success) {
    const { 'effective-directive': effective, 'violated-directive': violated } = old.data['csp-report'];
    return [effective ?? violated?.split(' ')[0] ?? 'unknown'];
  }
  const many = NewReports.safeParse(report);
  if (!many.success) return [];
  return many.data
    .filter(({ type }) => type === 'csp-violation')
    .map(({ body }) => body.effectiveDirective ?? 'unknown');
}

/**
 * Takes what browsers report of the content security policy. Anyone can send such a report, so only counters by directive are
 * kept, and the log says at most once a minute that there were some.
 */
export function cspReports(deps: { clock: Clock; log: Log }): Hono {
  const { clock, log } = deps;
  const app = new Hono();
  const counters = new Map<string, number>();
  let minute = { startedAt: clock.now(), reports: 0 };

  function count(report: unknown) {
    for (const name of directivesIn(report)) {
      const known = directive.safeParse(name).success ? name : 'unknown';
      if (counters.has(known) || counters.size < directivesKept) counters.set(known, (counters.get(known) ?? 0) + 1);
    }
  }

  app.post(
    '/api/csp-report',
    bodyLimit({ maxSize: maxBytes, onError: () => errorResponse('too_large', 413) }),
    async ({ req }) => {
      const now = clock.now();
      if (now - minute.startedAt >= 60_000) minute = { startedAt: now, reports: 0 };
      minute.reports += 1;
      if (minute.reports <= perMinute) {
        count(await req.json().catch(() => null));
        if (minute.reports === 1 && counters.size > 0)
          log.warn('browsers report content security policy violations', Object.fromEntries(counters));
      }
      return new Response(null, { status: 204 });
    },
  );
  return app;
}
