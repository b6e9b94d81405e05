import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    setupFiles: ['scripts/vitest-setup.ts'],
    allowOnly: false,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
