import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    exclude: ['dist/**', '**/node_modules/**'],
    testTimeout: 60_000,
    pool: 'forks',
    // The default leaves a core for the runner, of two the half.
    maxWorkers: availableParallelism(),
  },
});
