import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureSample } from '../samples/index.js';
import { report } from './rows.js';

const vitrine = fileURLToPath(new URL('../../bin/vitrine.js', import.meta.url));
const notebook = fileURLToPath(
  new URL('../../../notebooks/01-product-recommendations.ipynb', import.meta.url),
);

/** The main job on the sample: for the first time, again with nothing changed, and with 1% of the products changed. */
export async function benchJob(): Promise<void> {
  const root = await mkdtemp(path.join(tmpdir(), 'vitrine-job-'));
  try {
    await mkdir(path.join(root, 'notebooks'));
    console.log('main job, sample catalogue, whole seconds of the command');
    report({ what: 'main job, first run', value: run(root, []), unit: 's', goal: { atMost: 60 } });
    report({
      what: 'main job, again, nothing changed',
      value: run(root, []),
      unit: 's',
      goal: { atMost: 15 },
    });
    const { catalogPath } = await ensureSample(path.join(root, 'data', 'sample'));
    const lines = (await readFile(catalogPath, 'utf8')).split('\n');
    const changed = lines.map((line, i) =>
      i > 0 && i % 100 === 0 ? line.replace(/[a-z]{4,}/, 'changed') : line,
    );
    const file = path.join(root, 'data', 'sample', 'changed.csv');
    await writeFile(file, changed.join('\n'));
    report({
      what: 'main job, again, 1% changed',
      value: run(root, ['-p', `DATA=${file}`]),
      unit: 's',
      goal: { atMost: 20 },
    });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
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
