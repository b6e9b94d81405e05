import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from './secret.ts';

test('a secret shows itself nowhere but where it is asked for', () => {
  const secret = new Secret('canary-4711');
  const shown = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ deep: { secret } }, { depth: 9, showHidden: true, customInspect: false }),
    inspect(new Error('x', { cause: secret })),
  ];
  expect(shown.join('\n')).not.toContain('canary');
  expect(secret.reveal()).toBe('canary-4711');
});
