import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type BenchRow, markdownTable, reached } from './rows.js';

const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { max: { type: 'string' }, dim: { type: 'string' }, out: { type: 'string' } },
});

const benches: Record<string, () => void | Promise<void>> = {
  job: async () => (await import('./job.js')).benchJob(),
  text: async () => (await import('./text.js')).benchText(),
  memory: async () => (await import('./text.js')).benchMemory(),
  image: async () => (await import('./image.js')).benchImage(),
  photos: async () => (await import('./photo-features.js')).benchPhotoFeatures(),
  converted: async () => (await import('./photo-features.js')).benchConvertedFeatures(),
  search: async () => (await import('./search.js')).benchSearch(),
  hnsw: async () => (await import('./hnsw.js')).benchHnsw(),
  duplicates: async () => (await import('./duplicates.js')).benchDuplicates(),
  train: async () => (await import('./train.js')).benchTrain(),
  evaluate: async () => (await import('./evaluate.js')).benchEvaluate(),
  tabular: async () => (await import('./tabular.js')).benchTabular(),
  import: async () => (await import('./import.js')).benchImport(),
  claims: async () => (await import('./claims/index.js')).benchClaims(),
  products: async () => (await import('./products.js')).benchProducts(),
  creative: async () => (await import('./creative.js')).benchCreative(),
  ads: async () => (await import('./ads.js')).benchAds(),
  crossover: async () => (await import('./crossover.js')).benchCrossover(crossoverOptions()),
};

/** These take minutes, so they run when they are named. */
const long = ['ads', 'claims', 'creative', 'crossover', 'duplicates', 'products'];
const usual = Object.keys(benches).filter((name) => !long.includes(name));

const unknown = asked.find((name) => !(name in benches));
if (unknown !== undefined) {
  console.error(
    `bench: there is no ${JSON.stringify(unknown)}; choose from ${Object.keys(benches).join(', ')}`,
  );
  process.exitCode = 1;
} else if (process.send) {
  await benches[asked[0]]();
} else {
  console.log(
    `${cpus().length} × ${cpus()[0].model}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.version}\n`,
  );
  const rows: BenchRow[] = [];
  for (const name of asked.length > 0 ? asked : usual) {
    rows.push(...(await inOwnProcess(name)));
    console.log();
  }
  if (rows.length > 0) console.log(markdownTable(rows));
  if (rows.some((row) => reached(row) === false)) process.exitCode = 1;
}

/** Runs one benchmark in a process of its own, so that none finds the memory or the caches of another; gives what it reported. */
async function inOwnProcess(name: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const child = fork(fileURLToPath(import.meta.url), [name, ...process.argv.slice(2).filter(isOption)]);
  child.on('message', (row) => rows.push(row as BenchRow));
  await Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
  if (child.exitCode !== 0) process.exitCode = 1;
  return rows;
}

function isOption(argument: string, i: number, all: readonly string[]): boolean {
  return argument.startsWith('--') || (i > 0 && all[i - 1].startsWith('--'));
}

function crossoverOptions() {
  const { max, dim, out } = options;
  return { ...(max && { max: Number(max) }), ...(dim && { dim: Number(dim) }), ...(out && { out }) };
}
