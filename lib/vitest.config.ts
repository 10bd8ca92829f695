import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    exclude: ['dist/**', '**/node_modules/**'],
    testTimeout: 20_000,
    pool: 'forks',
  },
});
