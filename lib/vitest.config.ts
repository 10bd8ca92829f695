import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const all = ['**/*.test.ts'];
const elsewhere = ['dist/**', '**/node_modules/**'];
/** These put other modules in the place of some, or look at what a module does once in a process. */
const alone = [
  'cli/services.test.ts',
  'monitor/registry/registry.test.ts',
  'notebook/report/report.test.ts',
  'notebook/show/show.test.ts',
  'recommend/duplicates/near-texts.test.ts',
  'search/hnsw-missing.test.ts',
  'search/hnsw-no-simd.test.ts',
];

export default defineConfig({
  test: {
    root: import.meta.dirname,
    testTimeout: 60_000,
    pool: 'forks',
    // The default leaves a core for the runner, of two the half.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        // Modules are loaded once a process, which takes a quarter of the time off the whole.
        test: {
          name: 'together',
          include: all,
          exclude: [...elsewhere, ...alone],
          isolate: false,
          setupFiles: ['testing/fresh-environment.ts'],
        },
      },
      { extends: true, test: { name: 'alone', include: alone, exclude: elsewhere } },
    ],
  },
});
