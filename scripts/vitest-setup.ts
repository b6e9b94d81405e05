import { afterEach, beforeEach, expect, vi } from 'vitest';

// An unexpected console.error fails its test. One that provokes an error on purpose asserts it, then calls
// `vi.mocked(console.error).mockClear()`.
beforeEach(() => {
  vi.spyOn(console, 'error');
});

afterEach(() => {
  expect(vi.mocked(console.error).mock.calls, 'unexpected console.error').toEqual([]);
});
