import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { embed, type ImageEncoder, loadImageEncoder, resolveImageEncoder } from '../encode/index.js';
import { saveGraph } from '../onnx/index.js';
import { projectPath, writeJson } from '../store/index.js';
import { layersToOnnx, loadLayersModel } from '../train/index.js';
import { dot, type Matrix, normalizeRows, row } from '../vectors/index.js';
import { report } from './rows.js';

/** A photo and the class that it is labelled with. */
export interface LabelledPhoto {
  readonly path: string;
  readonly label: string;
}

/** Photos in folders named after their class, the first `perClass` of each by file name. */
export function labelledPhotos(folder: string, perClass = Number.POSITIVE_INFINITY): LabelledPhoto[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .flatMap((label) => {
      const names = readdirSync(path.join(folder, label)).sort().slice(0, perClass);
      return names.map((name) => ({ path: path.join(folder, label, name), label }));
    });
}

/** The share of `queries` whose class is that of most of their k nearest `references` by cosine; ties go to the nearer. */
export async function nearestNeighborAccuracy(
  encoder: ImageEncoder,
  references: readonly LabelledPhoto[],
  queries: readonly LabelledPhoto[],
  k = 5,
): Promise<number> {
  const encoded = async (photos: readonly LabelledPhoto[]): Promise<Matrix> => {
    const { vectors } = await embed(
      photos.map((photo) => photo.path),
      encoder,
    );
    return normalizeRows(vectors);
  };
  const [known, asked] = [await encoded(references), await encoded(queries)];
  const right = queries.filter(({ label }, i) => {
    const query = row(asked, i);
    const nearest = references
      .map((reference, j) => ({ label: reference.label, score: dot(query, row(known, j)) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, k);
    const votes = new Map<string, number>();
    for (const { label, score } of nearest) votes.set(label, (votes.get(label) ?? 0) + 1 + score / 1000);
    return [...votes].sort((a, b) => b[1] - a[1])[0][0] === label;
  });
  return right.length / queries.length;
}

/** 5-nearest-neighbour accuracy on product photos of a MobileNetV2 cut at its features: 100 references a class, all test photos. */
export async function benchPhotoFeatures(): Promise<void> {
  const model = projectPath('..', 'shared', 'models', 'mobilenetv2-int8', 'mobilenetv2_int8.onnx');
  const data = projectPath('..', 'shared', 'data', 'clothing');
  if (!existsSync(model) || !existsSync(data)) {
    console.log(`skipped: ${model} or ${data} is not there`);
    return;
  }
  const encoder = await loadImageEncoder(model);
  const references = labelledPhotos(path.join(data, 'train'), 100);
  const queries = labelledPhotos(path.join(data, 'test'));
  const started = performance.now();
  const accuracy = await nearestNeighborAccuracy(encoder, references, queries);
  const perPhoto = (performance.now() - started) / (references.length + queries.length);
  console.log(
    `photo features, MobileNetV2 int8 cut at ${encoder.dim}, clothing photos, ${references.length} + ${queries.length}`,
  );
  report({ what: 'photo features, 5-NN accuracy', value: accuracy, unit: '', goal: { atLeast: 0.7 } });
  report({ what: 'photo features, a photo, decoding included', value: perPhoto, unit: 'ms' });
  await encoder.close();
}

/**
 * The same for a MobileNetV2 (α = 0.35) that is a TensorFlow.js Layers model, turned into ONNX: in fp32, and in int8
 * calibrated on photos of the training part.
 */
export async function benchConvertedFeatures(): Promise<void> {
  const model = projectPath('..', 'shared', 'models', 'mobilenetv2-0.35-tfjs');
  const data = projectPath('..', 'shared', 'data', 'clothing');
  if (!existsSync(model) || !existsSync(data)) {
    console.log(`skipped: ${model} or ${data} is not there`);
    return;
  }
  const references = labelledPhotos(path.join(data, 'train'), 100);
  const queries = labelledPhotos(path.join(data, 'test'));
  const sample = labelledPhotos(path.join(data, 'train')).map((photo) => photo.path);
  const root = await mkdtemp(path.join(tmpdir(), 'vitrine-bench-'));
  const cache = process.env.VITRINE_ROOT;
  process.env.VITRINE_ROOT = root;
  try {
    const layers = await loadLayersModel(model);
    await saveGraph(layersToOnnx(layers), path.join(root, 'model.onnx'));
    layers.dispose();
    const scaled = {
      image_mean: [0.5, 0.5, 0.5],
      image_std: [0.5, 0.5, 0.5],
      size: { height: 224, width: 224 },
    };
    await writeJson(path.join(root, 'preprocessor_config.json'), { ...scaled, do_center_crop: false });
    const accuracy: number[] = [];
    for (const dtype of ['fp32', 'int8!'] as const) {
      const { encoder } = await resolveImageEncoder({ model: 'model.onnx', device: 'cpu', dtype, sample });
      accuracy.push(await nearestNeighborAccuracy(encoder, references, queries));
      await encoder.close();
    }
    console.log('photo features, MobileNetV2 α = 0.35 of TensorFlow.js turned into ONNX, the same photos');
    report({ what: 'converted, fp32, 5-NN accuracy', value: accuracy[0], unit: '' });
    report({
      what: 'converted, quantised to int8, 5-NN accuracy',
      value: accuracy[1],
      unit: '',
      goal: { atLeast: accuracy[0] - 0.02 },
    });
  } finally {
    if (cache === undefined) delete process.env.VITRINE_ROOT;
    else process.env.VITRINE_ROOT = cache;
    await rm(root, { recursive: true, force: true });
  }
}
