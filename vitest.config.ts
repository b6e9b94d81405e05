import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    // Vitest leaves one core to its watcher, which a single run does not have.
    maxWorkers: '100%',
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    setupFiles: ['scripts/vitest-setup.ts'],
    allowOnly: false,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
