// The arrows between the folders of lib/: down, or within a level, never up; in by the front door; no circles.
const levels = [
  ['cli', 'notebook', 'serve', 'jobs', 'bench', 'testing'],
  ['recommend', 'ads', 'photos', 'creative', 'engagement', 'catalog', 'collect', 'samples'],
  ['encode', 'hybrid', 'search', 'evaluate', 'train', 'tabular', 'monitor'],
  [
    'errors',
    'vectors',
    'stats',
    'store',
    'threads',
    'http',
    'records',
    'database',
    'language',
    'images',
    'plot',
    'onnx',
  ],
];
const within = (folders) => `^lib/(${folders.join('|')})/`;
const contract = '^lib/jobs/job\\.ts$';
const tests = '\\.test\\.ts$|^lib/testing/';

module.exports = {
  forbidden: [
    ...['delivery', 'subjects', 'methods'].map((name, i) => ({
      name: `no-arrow-up-to-${name}`,
      severity: 'error',
      from: { path: within(levels.slice(i + 1).flat()), pathNot: tests },
      to: { path: within(levels[i]), pathNot: contract },
    })),
    {
      name: 'the-contract-as-types',
      comment: 'subjects know what a job is, as types only: the one arrow that points up',
      severity: 'error',
      from: { path: within(levels.slice(1).flat()), pathNot: tests },
      to: { path: contract, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-subjects-know-the-contract',
      severity: 'error',
      from: { path: within(levels.slice(2).flat()), pathNot: tests },
      to: { path: contract },
    },
    {
      name: 'a-folder-has-a-level',
      severity: 'error',
      from: {
        path: '^lib/',
        pathNot: [within(levels.flat()), '^lib/(dist|bin|danfojs-tfjs|danfojs-request)/', '^lib/[^/]+$'],
      },
      to: {},
    },
    {
      name: 'in-by-the-front-door',
      comment: "another folder's names come from its index.ts; tests and benches look at what is inside",
      severity: 'error',
      from: { path: '^lib/([^/]+)/', pathNot: `${tests}|^lib/bench/` },
      to: { path: '^lib/[^/]+/', pathNot: ['^lib/$1/', '/index\\.ts$', contract] },
    },
    {
      name: 'no-circles',
      comment: 'types alone may go round: they are gone when the code runs',
      severity: 'error',
      from: { path: '^lib/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^lib/dist/|node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
