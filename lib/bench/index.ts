import { spawnSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const benches: Record<string, () => Promise<void>> = {
  job: async () => (await import('./job.js')).benchJob(),
  text: async () => (await import('./text.js')).benchText(),
  memory: async () => (await import('./text.js')).benchMemory(),
  image: async () => (await import('./image.js')).benchImage(),
  photos: async () => (await import('./photo-features.js')).benchPhotoFeatures(),
  search: async () => (await import('./search.js')).benchSearch(),
  evaluate: async () => {
    const { queries, results, ms } = (await import('./evaluate.js')).benchEvaluate();
    console.log(`evaluation, ${queries} queries × ${results} judged results, 8 metrics: ${ms.toFixed(0)} ms`);
  },
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in benches));
if (unknown !== undefined) {
  console.error(
    `bench: there is no ${JSON.stringify(unknown)}; choose from ${Object.keys(benches).join(', ')}`,
  );
  process.exitCode = 1;
} else if (asked.length === 1) {
  await benches[asked[0]]();
} else {
  console.log(
    `${cpus().length} × ${cpus()[0].model}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.version}\n`,
  );
  for (const name of asked.length > 0 ? asked : Object.keys(benches)) {
    const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = 1;
    console.log();
  }
}
