import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Recommender } from '../recommend/index.js';
import { openaiKey, openaiServer } from '../testing/openai-server.js';
import { pineconeKey, pineconeServer } from '../testing/pinecone-server.js';
import { productOf } from '../testing/product.js';
import { fromRows } from '../vectors/index.js';
import { createProgram } from './program.js';

const products = ['a', 'b', 'c'].map((id) =>
  productOf(id, { title: `Chair ${id}`, price: 5, categories: [id === 'c' ? 'Lamps' : 'Chairs'] }),
);
const vectors = fromRows([
  [1, 0],
  [0.9, 0.1],
  [0.8, 0.2],
]);

vi.mock('../recommend/index.js', async (original) => ({
  ...(await original<typeof import('../recommend/index.js')>()),
  openRecommender: async (run = 'current', { catalog = 'chairs' }: { catalog?: string } = {}) =>
    Object.assign(
      new Recommender({
        products,
        spaces: {
          text: vectors,
          image: fromRows([
            [0, 0],
            [0, 0],
            [0, 0],
          ]),
          hybrid: vectors,
        },
        encodeQuery: async (text) => (text === 'chair c' ? Float32Array.of(0.8, 0.2) : null),
      }),
      { from: `${run === 'current' ? 'run 1' : run} of ${catalog}` },
    ),
}));

let root: string;
let lines: string[];
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-services-'));
  vi.stubEnv('VITRINE_ROOT', root);
  lines = [];
  for (const name of ['log', 'error'] as const) {
    vi.spyOn(console, name).mockImplementation((...args) => void lines.push(args.join(' ')));
  }
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(root, { recursive: true, force: true });
});

const vitrine = (...args: string[]) => createProgram().parseAsync(['node', 'vitrine', ...args]);

test('vitrine pinecone: upload, query, delete, and the local index without a key', async () => {
  const server = await pineconeServer();
  vi.stubEnv('PINECONE_CONTROLLER_HOST', server.address);
  vi.stubEnv('PINECONE_API_KEY', '');
  await writeFile(path.join(root, '.env'), `PINECONE_API_KEY=${pineconeKey}\n`);
  try {
    await vitrine('pinecone', 'upload');
    expect(lines).toEqual([
      'run 1 of chairs',
      'products-hybrid (made): 3 uploaded, 0 were there, 0 have no vector, 0 old records removed',
    ]);
    await vitrine('pinecone', 'query', 'a', '-k', '1', '--filter', 'category=Lamps');
    expect(lines.slice(3)).toEqual(['from Pinecone, products-hybrid', '  1  0.9701  Chair c  5.00  c']);

    lines.length = 0;
    await vitrine('pinecone', 'query', 'a', '--catalog', 'sample');
    await vitrine('pinecone', 'query', 'a', '--run', 'latest', '--catalog', 'sample');
    expect(lines.filter((line) => line.endsWith('of sample'))).toEqual([
      'run 1 of sample',
      'latest of sample',
    ]);

    await vitrine('pinecone', 'upload', '--space', 'text', '--catalog', 'sample');
    expect(lines.at(-2)).toBe('run 1 of sample');
    lines.length = 0;
    await vitrine('pinecone', 'query', '--text', 'chair c', '-k', '1');
    expect(lines.slice(1)).toEqual(['from Pinecone, products-text', '  1  1.0000  Chair c  5.00  c']);
    for (const [args, message] of [
      [['--text', 'qqqq'], '--text "qqqq": no word of it is known'],
      [['--text', 'chair c', '--space', 'image'], '--space "image": a text is near vectors of texts'],
      [['a', '--text', 'chair c'], 'give one of them'],
      [[], 'give one of them'],
    ] as const) {
      await expect(vitrine('pinecone', 'query', ...args), args.join(' ')).rejects.toThrow(message);
    }

    await rm(path.join(root, '.env'));
    lines.length = 0;
    await vitrine('pinecone', 'query', 'a', '-k', '1');
    expect(lines[1]).toMatch(/^warning: no key for Pinecone: .*; the local index answers instead$/);
    expect(lines.slice(2)).toEqual(['from the local index', '  1  0.9939  Chair b  5.00  b']);
    await expect(vitrine('pinecone', 'upload')).rejects.toThrow('no key for Pinecone');

    await writeFile(path.join(root, '.env'), `PINECONE_API_KEY=${pineconeKey}\n`);
    await expect(vitrine('pinecone', 'delete')).rejects.toThrow('say so with --yes');
    expect(server.indexes.size).toBe(2);
    await vitrine('pinecone', 'delete', '--yes');
    await vitrine('pinecone', 'delete', '--yes', '--space', 'text');
    expect(server.indexes.size).toBe(0);
    await expect(vitrine('pinecone', 'query', 'a', '--space', 'image')).rejects.toThrow(
      'no vector in the space image',
    );
    await expect(vitrine('pinecone', 'upload', '--space', 'sound')).rejects.toThrow(
      '--space "sound": choose',
    );
    expect(lines.join('\n')).not.toContain(pineconeKey);
  } finally {
    await server.close();
  }
}, 60_000);

test('vitrine describe: saves marked texts, prints the cost, fails with one line when the key is refused', async () => {
  const server = await openaiServer();
  vi.stubEnv('OPENAI_BASE_URL', `${server.address}/v1`);
  vi.stubEnv('OPENAI_API_KEY', openaiKey);
  const data = path.join(root, 'shop.csv');
  await mkdir(path.join(root, 'notebooks'));
  await writeFile(
    data,
    'uniq_id,title,description\n1,Green chair,\n2,Blue chair,Made by hand.\n3,Red chair,\n',
  );
  try {
    await vitrine('describe', '--data', data, '--max', '1');
    expect(lines.join('\n')).toContain(
      "1 have the merchant's text; 1 described, 0 of them before\n1 answers for $0.0002; 0 unusable, 1 left",
    );
    const runs = path.join(root, 'outputs', 'product-descriptions');
    const run = (await readdir(runs)).find((name) => !name.endsWith('.json'))!;
    const saved = JSON.parse(await readFile(path.join(runs, run, 'generated_descriptions.json'), 'utf8'));
    expect(saved).toEqual([expect.objectContaining({ id: '1', generated: true })]);

    server.fail('POST', { status: 401 });
    await expect(vitrine('describe', '--data', data)).rejects.toThrow(
      'OpenAI refused OPENAI_API_KEY (HTTP 401)',
    );
    expect(lines.join('\n')).toContain('1 described, 1 of them before');
    await expect(vitrine('describe', '--data', data, '--max-cost', 'much')).rejects.toThrow(
      '--max-cost "much"',
    );
    await expect(vitrine('describe', '--data', data, '--price', '1')).rejects.toThrow('give two numbers');
    expect(lines.join('\n')).not.toContain(openaiKey);
  } finally {
    await server.close();
  }
}, 60_000);
