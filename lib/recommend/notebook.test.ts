import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCatalog } from '../catalog/index.js';
import { sampleBehavior, writeSampleBehavior } from '../samples/catalog/index.js';
import { ensureSample } from '../samples/index.js';
import { sha256File } from '../store/index.js';
import { writeTinyTextModel } from '../testing/tiny-text-model.js';

const checkout = path.resolve(import.meta.dirname, '..', '..');
const notebook = path.join(checkout, 'notebooks', '01-product-recommendations.ipynb');
const vitrine = path.join(checkout, 'lib', 'bin', 'vitrine.js');

/** A project folder of its own, with a small catalogue in it. */
let root: string;
let data: string[];
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vitrine-job-'));
  await mkdir(path.join(root, 'notebooks'));
  const sample = await ensureSample(path.join(root, 'catalogue'), { count: 150 });
  data = ['-p', `DATA=${sample.catalogPath}`, '-p', `QRELS=${sample.qrelsPath}`];
}, 60_000);
afterAll(() => rm(root, { recursive: true, force: true }));

const environment = () => ({ ...process.env, VITRINE_ROOT: root, HF_ENDPOINT: 'http://127.0.0.1:9' });

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [vitrine, ...args], {
    env: environment(),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const job = () => path.join(root, 'outputs', 'product-recommendations');

async function latest(): Promise<string> {
  return path.join(job(), JSON.parse(await readFile(path.join(job(), 'latest.json'), 'utf8')).run);
}

async function text(file: string): Promise<string> {
  return readFile(path.join(await latest(), file), 'utf8');
}

describe('the main notebook', () => {
  test('killed while it encodes, a rerun goes on and ends with a whole run', async () => {
    const killed = spawn(process.execPath, [vitrine, 'run', notebook, ...data], {
      env: environment(),
      stdio: 'ignore',
    });
    await firstVectors(killed);
    killed.kill('SIGKILL');
    await new Promise((ended) => killed.once('exit', ended));
    expect(existsSync(path.join(job(), 'latest.json'))).toBe(false);

    const { status, stdout, stderr } = run('run', notebook, ...data);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/note: MiniLM .* cannot be had/);
    expect(stdout).toMatch(/Text search +nDCG@10/);
    const executed = await text('notebook.ipynb');
    const reused = [...executed.matchAll(/(\d+) encoded, (\d+) from earlier runs/g)].map((m) => [
      +m[1],
      +m[2],
    ]);
    expect(reused).toHaveLength(2);
    expect(reused[0]).toEqual([0, 150]);
    expect(reused[1][0] + reused[1][1]).toBe(150);
    for (const file of [
      'report.html',
      'config.json',
      'index/index.json',
      'plots/search.png',
      'text_model.lsa',
    ]) {
      expect(existsSync(path.join(await latest(), file)), file).toBe(true);
    }
  }, 120_000);

  test('run again with nothing changed, it encodes nothing and gives the same bytes', async () => {
    const before = await latest();
    expect(run('run', notebook, ...data).status).toBe(0);
    const after = await latest();
    expect(after).not.toBe(before);
    expect(await text('notebook.ipynb')).toContain('0 encoded, 150 from earlier runs');
    for (const file of [
      'text_embeddings.npy',
      'image_features.npy',
      'combined_embeddings.npy',
      'metrics.json',
    ]) {
      expect(await sha256File(path.join(after, file)), file).toBe(await sha256File(path.join(before, file)));
    }
  }, 60_000);

  test('train recommend gives the same vectors, rankings and metrics as the notebook', async () => {
    const out = path.join(root, 'jobs');
    const { status, stdout, stderr } = run('train', 'recommend', ...data, '--out', out, '--json');
    expect(stderr).toMatch(/MiniLM .* cannot be had/);
    expect(status).toBe(0);
    const { dir, result } = JSON.parse(stdout);
    expect(dir.startsWith(path.join(out, 'product-recommendations'))).toBe(true);
    expect(result.products).toBe(150);
    const notebookRun = await latest();
    const compared = (await readdir(dir, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !/png$|^(config|manifest)\.json$/.test(entry.name))
      .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)));
    expect(compared).toEqual(
      expect.arrayContaining([
        'metrics.json',
        'combined_embeddings.npy',
        path.join('rankings', 'search-fused.trec'),
      ]),
    );
    for (const file of compared) {
      expect(await sha256File(path.join(dir, file)), file).toBe(
        await sha256File(path.join(notebookRun, file)),
      );
    }
    const config = async (folder: string) =>
      JSON.parse(await readFile(path.join(folder, 'config.json'), 'utf8'));
    expect({ ...(await config(dir)), run: '' }).toEqual({ ...(await config(notebookRun)), run: '' });
  }, 60_000);

  test('the five lines of the README search the latest run', async () => {
    const readme = await readFile(path.join(checkout, 'README.md'), 'utf8');
    const script = readme.match(/```ts\n([^`]*openRecommender[^`]*)```/)?.[1] ?? '';
    expect(script.trim().split('\n')).toHaveLength(5);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', script],
      {
        cwd: checkout,
        env: environment(),
        encoding: 'utf8',
      },
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout.trim().split('\n').length).toBeGreaterThanOrEqual(5);
  });

  test('the shell searches, filters, and answers mistakes in one line', async () => {
    const found = run('search', 'wooden table', '--json', '-k', '3');
    expect(JSON.parse(found.stdout)).toHaveLength(3);
    const id = JSON.parse(found.stdout)[0].id;
    expect(run('recommend', id, '-k', '2').stdout).toMatch(/^ +1 .*\n.*\n +2 /);
    for (const [args, message] of [
      [['search', 'table', '-k', '0'], /^vitrine: --k "0": give a whole number from 1\n$/],
      [
        ['search', 'table', '--filter', 'colour=red'],
        /^vitrine: filter "colour=red": "colour" is no key; .*\n$/,
      ],
      [['recommend', 'nobody'], /^vitrine: no product has the id "nobody".*\n$/],
    ] as const) {
      const { status, stderr } = run(...args);
      expect(stderr).toMatch(message);
      expect(status).toBe(1);
    }
  });

  test('a run that was tampered with is not opened', async () => {
    const folder = path.join(root, 'copy');
    await cp(await latest(), folder, { recursive: true });
    await truncate(path.join(folder, 'combined_embeddings.npy'), 5000);
    const { status, stderr } = run('search', 'table', '--run', folder);
    expect(stderr).toMatch(/combined_embeddings\.npy is not what the run wrote \(5000 bytes/);
    expect(status).toBe(1);
  });

  test('without any photo, the run completes and says so, with category and behaviour and a model in int8; a bad weight stops it, and nothing saved is lost', async () => {
    const catalogue = path.join(root, 'bare', 'catalog.csv');
    await mkdir(path.join(root, 'bare'));
    await copyFile(path.join(root, 'catalogue', 'catalog.csv'), catalogue);
    const { products } = await readCatalog(catalogue);
    const events = path.join(root, 'bare', 'events.csv');
    await writeSampleBehavior(events, sampleBehavior(products, { users: 40 }));
    await writeTinyTextModel(path.join(root, 'tiny'));
    const weights = ['ALPHA=0.4', 'BETA=0.3', 'GAMMA=0.2', 'DELTA=0.1', `EVENTS=${events}`];
    const model = ['TEXT_MODEL=tiny', 'TEXT_DTYPE=int8'];
    const given = [`DATA=${catalogue}`, ...weights, ...model].flatMap((parameter) => ['-p', parameter]);
    const bare = run('run', notebook, ...given);
    expect(bare.stderr).toBe('');
    expect(bare.stdout).toMatch(
      /note: tiny, int8 computes in int8; .* nDCG@10 \S+ → \S+ \(\S+\) by judgments of/,
    );
    expect(await text('report.html')).toContain('nDCG@10 int8');
    expect(await text('notebook.ipynb')).toContain('0 of 150 products have a photo');
    const config = JSON.parse(await text('config.json'));
    expect(config.photos.failed).toHaveLength(150);
    expect(Object.keys(config.weights)).toEqual(['text', 'image', 'category', 'behavior']);
    expect(config.events).toMatchObject({ path: events, users: 40 });
    expect(config.text.quantization.ranking).toMatchObject({ relevance: 'judgments' });
    expect(run('search', 'table', '-k', '2').stdout).toMatch(/^ +1 .*\n.*\n +2 /);
    expect(run('recommend', products[0].id, '--by', 'behavior', '-k', '1').stdout).toMatch(/^ +1 /);

    const before = await latest();
    const refused = run('run', notebook, '-p', `DATA=${catalogue}`, '-p', 'ALPHA=-1');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/parameter ALPHA is -1; it must be a number of at least 0/);
    expect(await latest()).toBe(before);
    expect((await readdir(before)).includes('manifest.json')).toBe(true);
  }, 120_000);

  test('outputs/ that cannot be written is named', async () => {
    const other = await mkdtemp(path.join(tmpdir(), 'vitrine-job-'));
    try {
      await mkdir(path.join(other, 'notebooks'));
      await writeFile(path.join(other, 'outputs'), 'a file in the way');
      const { status, stderr } = spawnSync(process.execPath, [vitrine, 'run', notebook], {
        env: { ...environment(), VITRINE_ROOT: other },
        encoding: 'utf8',
      });
      expect(status).toBe(1);
      expect(stderr).toMatch(/outputs.*is a file, not a folder/);
    } finally {
      await rm(other, { recursive: true, force: true });
    }
  });
});

/** Waits until the first vectors are on the disk. */
async function firstVectors(child: ChildProcess): Promise<void> {
  const folder = path.join(root, 'checkpoints', 'embeddings');
  for (let waited = 0; waited < 60_000; waited += 20) {
    if (child.exitCode !== null) throw new Error(`the notebook ended before it encoded: ${child.exitCode}`);
    for (const encoder of await readdir(folder).catch(() => [])) {
      for (const name of await readdir(path.join(folder, encoder))) {
        if (name.endsWith('.bin') && (await stat(path.join(folder, encoder, name))).size > 1000) return;
      }
    }
    await setTimeout(20);
  }
  throw new Error('no vectors within a minute');
}
