import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { writeRun } from '../evaluate/index.js';
import { createRun, writeJson } from '../store/index.js';
import { productOf } from '../testing/product.js';
import { runOfLists } from '../testing/run-of-lists.js';
import { compare } from './compare.js';

const queries = Array.from({ length: 8 }, (_, i) => `p${i}`);
const defaults = { metrics: 'RR', correction: 'holm', format: 'text', seed: '42' };
/** Every query's answer at this rank. */
const at = (rank: number) =>
  runOfLists(
    queries.map((query, i) => {
      const wrong = queries.filter((_, j) => j !== i && j !== (i + 1) % 8).slice(0, rank - 1);
      return [query, [...wrong, queries[(i + 1) % 8]]];
    }),
  );

let root: string;
/** Ids of runs: the second better than the first, the third after a change of the catalogue, the fourth of another shop, the last without rankings. */
let ids: string[];

async function saveRun(
  parameters: object,
  sha256: string,
  systems: Record<string, ReturnType<typeof at>>,
  prefix = '',
) {
  const run = await createRun('product-recommendations', {
    root: path.join(root, 'outputs'),
  });
  const products = queries.map((id) => ({
    ...productOf(prefix + id, { title: id, categories: ['Chairs'] }),
    photo: null,
  }));
  await writeJson(run.path('products.json'), products);
  await writeJson(run.path('config.json'), { parameters, catalog: { path: 'catalog.csv', sha256 } });
  await mkdir(run.path('rankings'));
  for (const [system, ranking] of Object.entries(systems)) {
    await writeRun(run.path('rankings', `similar-${system}.trec`), ranking, system);
  }
  await run.finish();
  return run.id;
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-compare-'));
  const qrels = queries.map((query, i) => `${query} 0 ${queries[(i + 1) % 8]} 1\n`);
  await writeFile(path.join(root, 'qrels.txt'), qrels.join(''));
  await writeFile(path.join(root, 'other.txt'), 'q1 0 p1 1\n');
  await writeRun(path.join(root, 'worse.trec'), at(2));
  await writeRun(path.join(root, 'better.trec'), at(1));
  const judged = { DATA: 'catalog.csv', QRELS: 'qrels.txt', RANDOM_SEED: 42 };
  ids = [
    await saveRun(judged, 'a', { text: at(4), hybrid: at(2) }),
    await saveRun(judged, 'a', { text: at(4), hybrid: at(1), image: at(3) }),
    await saveRun(judged, 'b', { text: at(1) }),
    await saveRun(judged, 'c', { text: at(1) }, 'shop-'),
    await saveRun(judged, 'a', {}),
  ];
});
afterAll(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));

let printed: string[];
beforeEach(() => {
  vi.stubEnv('VITRINE_ROOT', root);
  vi.stubEnv('VITRINE_HANDOVER', '');
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((text) => printed.push(text));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('vitrine compare', () => {
  test('two runs, system by system, corrected over all that is printed', async () => {
    await compare(ids.slice(0, 2), defaults);
    const text = printed.join('\n');
    expect(text).toContain(
      `Similar products: 8 queries, by the judgments in ${path.join(root, 'qrels.txt')}`,
    );
    expect(text).toMatch(new RegExp(`hybrid +a +${ids[0]} +0\\.500\\nhybrid +b +${ids[1]} +1\\.000ᵃ\\n`));
    expect(text).toMatch(/hybrid +RR .* −0\.500 +−0\.500 … −0\.500 +– +0\/0\/8 +0\.0078 +0\.0156 +\*\n/);
    expect(text).toMatch(/text +RR .* 0\/8\/0 +1\.0000 +1\.0000\n/);
    expect(text).not.toContain('image');
    expect(text).toMatch(/\(exact\), Holm-corrected over 2 tests\.$/);
  });

  test('one run: its systems, also as JSON', async () => {
    await compare([ids[1]], { ...defaults, system: 'text,hybrid', format: 'json' });
    const [{ title, pairs }] = JSON.parse(printed[0]);
    expect(title).toBe('Similar products');
    expect(pairs).toMatchObject([
      { a: 'text', b: 'hybrid', difference: -0.75, pValue: 2 / 256, significant: true },
    ]);
  });

  test('runs before and after a change of the catalogue, with a note', async () => {
    const noted = vi.spyOn(console, 'error').mockImplementation(() => {});
    await compare([ids[0], ids[2]], defaults);
    expect(printed.join('\n')).toMatch(/text +RR .* −0\.750 /);
    expect(noted.mock.calls.flat().join()).toContain('the catalogue was changed between them');
  });

  test('TREC files', async () => {
    const files = [path.join(root, 'worse.trec'), path.join(root, 'better.trec')];
    await compare(files, { ...defaults, qrels: path.join(root, 'qrels.txt'), format: 'markdown' });
    expect(printed.join('\n')).toContain('| b   | better | 1.000ᵃ |');
  });

  test.each([
    ['an unknown run', () => ['nope'], {}, /there is no run "nope", .* the newest there is \d{8}-/],
    ['another catalogue', () => [ids[0], ids[3]], {}, 'have no product in common'],
    ['the same run twice', () => [ids[0], ids[0]], {}, 'is named twice'],
    [
      'a system that one run lacks',
      () => ids.slice(0, 2),
      { system: 'hybrid,image' },
      /no system "image" to compare/,
    ],
    ['files without judgments', () => [path.join(root, 'worse.trec')], {}, 'name them with --qrels FILE'],
    [
      'files and runs',
      () => [path.join(root, 'worse.trec'), ids[0]],
      {},
      'compare files with files, or runs with runs',
    ],
    ['a file that is not there', () => ['a.trec', 'b.trec'], { qrels: 'x' }, 'there is no such file'],
    [
      'judgments of other queries',
      () => [path.join(root, 'worse.trec'), path.join(root, 'better.trec')],
      { qrels: 'other.txt' },
      'none of the 1 queries judged by',
    ],
    [
      'a single file',
      () => [path.join(root, 'worse.trec')],
      { qrels: 'qrels.txt' },
      'needs two systems or more',
    ],
    ['an unknown metric', () => ids.slice(0, 2), { metrics: 'F1' }, 'unknown metric "F1"'],
    ['an unknown correction', () => ids.slice(0, 2), { correction: 'x' }, '--correction "x": choose holm'],
    [
      'an unknown format',
      () => ids.slice(0, 2),
      { format: 'x' },
      '--format "x": choose text, markdown, latex, json',
    ],
    ['a run without rankings', () => [ids[4]], {}, 'has no rankings, as there was nothing to judge by'],
    ['a seed that is none', () => ids.slice(0, 2), { seed: 'x' }, '--seed "x"'],
  ] as [string, () => string[], object, string | RegExp][])(
    'refuses %s',
    async (_, names, options, message) => {
      const where = 'qrels' in options ? { qrels: path.join(root, String(options.qrels)) } : {};
      await expect(compare(names(), { ...defaults, ...options, ...where })).rejects.toThrow(message);
    },
  );
});
