import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { embed, type ImageEncoder, resolveImageEncoder } from '../encode/index.js';
import { qualityOf } from '../encode/quantized/quality.js';
import { projectPath, writeFileAtomic } from '../store/index.js';
import { randomResNet50 } from './models.js';
import { timePeers } from './peers.js';
import { labelledPhotos } from './photo-features.js';
import { report } from './rows.js';
import { median, timed } from './text.js';

const photoCount = 256;

/**
 * Images a second from JPEG files, decoding included, in batches of 16: the ResNet50 shape in fp32 and quantised to int8,
 * calibrated on other photos than those timed. Medians of three alternating runs.
 */
export async function benchImage(): Promise<void> {
  const photos = projectPath('..', 'shared', 'data', 'clothing');
  if (!existsSync(photos)) {
    console.log(`skipped: ${photos} is not there`);
    return;
  }
  console.log(
    `photos, ResNet50 shape with random weights, ${photoCount} JPEG files, decoding included, batches of 16`,
  );
  const root = await mkdtemp(path.join(tmpdir(), 'vitrine-bench-'));
  const paths = (folder: string) => labelledPhotos(path.join(photos, folder)).map(({ path }) => path);
  const timedPhotos = paths('test').slice(0, photoCount);
  const cache = process.env.VITRINE_ROOT;
  process.env.VITRINE_ROOT = root;
  try {
    await writeFileAtomic(path.join(root, 'resnet50.onnx'), randomResNet50());
    const common = { model: 'resnet50.onnx', device: 'cpu' } as const;
    const fp32 = await resolveImageEncoder(common);
    const started = performance.now();
    const int8 = await resolveImageEncoder({ ...common, dtype: 'int8', sample: paths('train') });
    const seconds = (performance.now() - started) / 1000;
    const rates = await alternate([fp32.encoder, int8.encoder], timedPhotos);
    const vectors = [];
    for (const { encoder } of [fp32, int8]) vectors.push((await embed(timedPhotos, encoder)).vectors);
    const { meanCosine, p5Cosine } = qualityOf(vectors[0], vectors[1]);
    const [peer] = timePeers('image');
    const torchvision = peer && { peer: { name: 'torchvision', value: peer.value } };
    const unit = 'images/s';
    report({ what: 'images, fp32', value: rates[0], unit, ...torchvision, goal: { ratio: 2.2 } });
    report({ what: 'images, quantised to int8', value: rates[1], unit, ...torchvision, goal: { ratio: 5 } });
    report({ what: 'images, cosine of int8 with fp32, mean', value: meanCosine, unit: '' });
    report({ what: 'images, cosine of int8 with fp32, 5th percentile', value: p5Cosine, unit: '' });
    report({
      what: `images, quantising on ${int8.quantization?.calibratedOn} photos, comparison included`,
      value: seconds,
      unit: 's',
    });
    await Promise.all([fp32, int8].map(({ encoder }) => encoder.close()));
  } finally {
    if (cache === undefined) delete process.env.VITRINE_ROOT;
    else process.env.VITRINE_ROOT = cache;
    await rm(root, { recursive: true, force: true });
  }
}

async function alternate(encoders: readonly ImageEncoder[], items: readonly string[]): Promise<number[]> {
  const seconds = encoders.map((): number[] => []);
  for (let i = 0; i < 3; i++) {
    for (const [j, encoder] of encoders.entries()) {
      seconds[j].push(
        await timed(async () => {
          for await (const _ of encoder.encodeBatches(items, { batchSize: 16 }));
        }),
      );
    }
  }
  return seconds.map((all) => items.length / median(all));
}
