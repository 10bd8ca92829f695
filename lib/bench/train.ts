import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs';
import { createSession, encodeGraph, floatTensor } from '../onnx/index.js';
import { projectPath } from '../store/index.js';
import { adam, createTrainer, layersToOnnx, loadLayersModel } from '../train/index.js';
import { createRandom } from '../vectors/index.js';
import { timePeers } from './peers.js';
import { report } from './rows.js';

const batchSize = 32;
/** Pixels, and how much slower than torch a step may be. */
const sizes: readonly (readonly [number, number])[] = [
  [96, 1.2],
  [128, 1.2],
  [224, 1.4],
];

/** Training steps of the ad-quality CNN beside torch, and MobileNetV2's predictions beside TensorFlow.js on WASM. */
export async function benchTrain(): Promise<void> {
  console.log(`training step of the four-block CNN: forward, backward, Adam; batch ${batchSize}`);
  const peers = timePeers('cnn');
  for (const [pixels, slower] of sizes) {
    const value = 1000 / (await msPerImage(pixels));
    const torch = peers.find(({ peer }) => peer.includes(` ${pixels} px`));
    report({
      what: `training, ${pixels} px`,
      value,
      unit: 'images/s',
      ...(torch && { peer: { name: 'torch', value: 1000 / torch.value } }),
      goal: { ratio: Number((1 / slower).toFixed(2)) },
    });
  }
  await benchPrediction();
}

/** The best of several steps, labels and pictures random. */
async function msPerImage(pixels: number): Promise<number> {
  const tf = await import('@tensorflow/tfjs');
  await tf.setBackend('cpu');
  const trainer = await createTrainer(adQualityShape(tf, pixels), {
    losses: [{ kind: 'meanSquaredError' }],
    batchSize,
  });
  const optimizer = adam({ learningRate: 1e-3 });
  const batch = {
    x: floatTensor(normals(batchSize * pixels * pixels * 3), [batchSize, pixels, pixels, 3]),
    y: [floatTensor(normals(batchSize * 2), [batchSize, 2])],
    rows: batchSize,
  };
  const step = () => trainer.step(batch, (gradients) => optimizer.apply(trainer.parameters, gradients));
  const best = await bestOf(pixels > 128 ? 5 : 10, step);
  await trainer.close();
  return best / batchSize;
}

/** The network of peers.py, task cnn. */
function adQualityShape(tf: typeof import('@tensorflow/tfjs'), pixels: number): LayersModel {
  const { conv2d, maxPooling2d, batchNormalization, dense, dropout } = tf.layers;
  const model = tf.sequential();
  for (const [i, filters] of [32, 64, 128, 256].entries()) {
    const inputShape = i === 0 ? { inputShape: [pixels, pixels, 3] } : {};
    model.add(conv2d({ ...inputShape, filters, kernelSize: 3, padding: 'same', activation: 'relu' }));
    if (i === 3) continue;
    model.add(maxPooling2d({ poolSize: 2 }));
    model.add(batchNormalization());
  }
  model.add(tf.layers.globalAveragePooling2d({}));
  model.add(dense({ units: 256, activation: 'relu' }));
  model.add(dropout({ rate: 0.4 }));
  model.add(dense({ units: 128, activation: 'relu' }));
  model.add(dropout({ rate: 0.3 }));
  model.add(dense({ units: 2 }));
  return model;
}

async function benchPrediction(): Promise<void> {
  const folder = projectPath('..', 'shared', 'models', 'mobilenetv2-0.35-tfjs');
  if (!existsSync(folder)) {
    console.log(`skipped: ${folder} is not there`);
    return;
  }
  console.log('MobileNetV2 (0.35, 224 px), predictions');
  const tf = await import('@tensorflow/tfjs');
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${path.dirname(entry)}${path.sep}`);
  await tf.setBackend('wasm');
  const model = (await loadLayersModel(folder)) as LayersModel;
  const session = await createSession(encodeGraph(layersToOnnx(model)), { device: 'cpu' });
  for (const rows of [1, 16]) {
    const pictures = normals(rows * 224 * 224 * 3);
    const input = floatTensor(pictures, [rows, 224, 224, 3]);
    const tensor = tf.tensor(pictures, [rows, 224, 224, 3]);
    const ours = await bestOf(20, () => session.run({ input }));
    const theirs = await bestOf(10, async () => {
      const y = model.predict(tensor) as import('@tensorflow/tfjs').Tensor;
      await y.data();
      y.dispose();
    });
    tensor.dispose();
    report({
      what: `MobileNetV2 from Layers, batches of ${rows}`,
      value: (1000 * rows) / ours,
      unit: 'images/s',
      peer: { name: 'TensorFlow.js WASM', value: (1000 * rows) / theirs },
      goal: { ratio: 4 },
    });
  }
  await session.close();
}

/** The shortest of several runs in milliseconds, after one to warm up. */
async function bestOf(runs: number, run: () => Promise<unknown>): Promise<number> {
  await run();
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const started = performance.now();
    await run();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

function normals(length: number): Float32Array {
  const random = createRandom(1);
  return Float32Array.from({ length }, () => random.uniform() * 2 - 1);
}
