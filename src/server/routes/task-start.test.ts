import { expect, test } from 'vitest';
import { minute, openTaskRoutes } from './test-tasks.ts';

let skewMs: number | null = null;
const { platform, post, request } = await openTaskRoutes((connected) => {
  const health = () => ({ ...connected.platform.health(), skewMs });
  return { ...connected, platform: { ...connected.platform, health } };
});

test.each([
  ['is ahead by 20 minutes', 20 * minute, 10 * minute, 422],
  ['is ahead by 20 minutes', 20 * minute, 30 * minute, 200],
  ['is behind by 20 minutes', -20 * minute, -10 * minute, 200],
  ['is off by seconds only', 3_000, minute, 200],
  ['is not known', null, -minute, 422],
])(
  'where the platform’s clock %s (%s ms), a start %i ms from now is answered with %i',
  async (_, skew, fromNowMs, status) => {
    skewMs = skew;
    const answer = await post('/tasks/preview', request({ startsAt: platform.clock.now() + fromNowMs }));
    expect(answer.status).toBe(status);
  },
);
