import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runJob } from '../jobs/run-job.js';
import { type PhotosResult, photosJob } from '../photos/job.js';
import { drawProductPhotos } from '../samples/index.js';
import { projectPath } from '../store/index.js';
import { type BenchRow, report } from './rows.js';

const scratchLimit: BenchRow['goal'] = { atMost: 30 };
const large = { products: 48, each: 20 };
const added = 20;

/**
 * The photo classifier: drawn photos from start to published, and the accuracy on photos of clothing where these and
 * their networks are at hand. Runs, features and samples lie in a folder of their own, so that nothing is remembered.
 */
export async function benchProducts(): Promise<void> {
  const shared = projectPath('..', 'shared');
  const layers = path.join(shared, 'models', 'mobilenetv2-0.35-tfjs');
  const onnx = path.join(shared, 'models', 'mobilenetv2-int8', 'mobilenetv2_int8.onnx');
  const root = await mkdtemp(path.join(tmpdir(), 'vitrine-bench-'));
  process.env.VITRINE_ROOT = root;
  console.log('photo classifier: which product is on a photo');
  try {
    await drawnRows(root, existsSync(layers) ? layers : '');
    await clothingRow(shared, layers, 'MobileNetV2 (α 0.35) of TensorFlow.js, head only', 0.72);
    await clothingRow(shared, onnx, 'MobileNetV2 in int8 (ONNX) with descriptors', 0.84);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function drawnRows(root: string, network: string): Promise<void> {
  const small = path.join(root, 'small');
  await drawProductPhotos(small);
  await timed('120 drawn photos of 12 products, a network from scratch', scratchLimit, { DATA: small });
  if (network === '') return console.log('skipped: no pretrained network is at hand');
  await timed('the same, MobileNetV2 (α 0.35)', scratchLimit, { DATA: small, BACKBONE: network });
  const [many, more] = [path.join(root, 'many'), path.join(root, 'more')];
  await drawProductPhotos(many, large);
  await timed('960 drawn photos of 48 products', { atMost: 180 }, { DATA: many, BACKBONE: network });
  await drawProductPhotos(more, { ...large, each: large.each + 1 });
  const extra = `${String(large.each + 1).padStart(3, '0')}.jpg`;
  const skus = (await readdir(more, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const { name } of skus.slice(0, added))
    await copyFile(path.join(more, name, extra), path.join(many, name, extra));
  await timed('again with 20 photos more', { atMost: 20 }, { DATA: many, BACKBONE: network });
  const peak = process.resourceUsage().maxRSS / 2 ** 20;
  report({ what: 'peak memory of these', value: peak, unit: 'GB', goal: { atMost: 1.5 } });
}

async function timed(
  what: string,
  goal: BenchRow['goal'],
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  const started = performance.now();
  await trained(parameters);
  report({ what, value: (performance.now() - started) / 1000, unit: 's', goal });
}

async function clothingRow(shared: string, network: string, what: string, least: number): Promise<void> {
  const photos = path.join(shared, 'data', 'clothing');
  const missing = [photos, network].find((place) => !existsSync(place));
  if (missing) return console.log(`skipped: ${missing} is not there`);
  const { accuracy } = await trained({
    DATA: path.join(photos, 'train'),
    TEST: path.join(photos, 'test'),
    BACKBONE: network,
  });
  report({ what: `${what}, clothing`, value: accuracy, unit: '', goal: { atLeast: least } });
}

async function trained(parameters: Readonly<Record<string, string>>): Promise<PhotosResult> {
  const { result } = await runJob(photosJob, parameters);
  return result;
}
