import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureSample } from '../catalog/index.js';

const vitrine = fileURLToPath(new URL('../../bin/vitrine.js', import.meta.url));
const notebook = fileURLToPath(
  new URL('../../../notebooks/01-product-recommendations.ipynb', import.meta.url),
);

/** The main job on the sample: for the first time, again with nothing changed, and with 1% of the products changed. */
export async function benchJob(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'vitrine-job-'));
  try {
    await mkdir(join(root, 'notebooks'));
    console.log('main job, sample catalogue, whole seconds of the command');
    print('first run', run(root, []), 60);
    print('again, nothing changed', run(root, []), 15);
    const { catalogPath } = await ensureSample(join(root, 'data', 'sample'));
    const lines = (await readFile(catalogPath, 'utf8')).split('\n');
    const changed = lines.map((line, i) =>
      i > 0 && i % 100 === 0 ? line.replace(/[a-z]{4,}/, 'changed') : line,
    );
    const path = join(root, 'data', 'sample', 'changed.csv');
    await writeFile(path, changed.join('\n'));
    print('again, 1% changed', run(root, ['-p', `DATA=${path}`]), 20);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function print(name: string, seconds: number, limit: number): void {
  console.log(`  ${name.padEnd(24)} ${seconds.toFixed(1)} s   (at most ${limit})`);
}

function run(root: string, parameters: string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [vitrine, 'run', notebook, ...parameters], {
    env: { ...process.env, VITRINE_ROOT: root },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the notebook failed: ${stderr}`);
  return (performance.now() - started) / 1000;
}
