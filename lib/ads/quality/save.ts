import { savePlot } from '../../plot/index.js';
import { type Run, writeJson } from '../../store/index.js';
import { installedVersions } from '../../store/package/index.js';
import { type History, type LayersModel, saveLayersModel, trainingCurves } from '../../train/index.js';
import type { AdSet } from '../ad.js';
import type { AdSplit } from '../split-ads.js';
import type { AdComparison } from './compare.js';
import type { AdQualityConfig } from './config.js';
import { metadataOf } from './model-metadata.js';

/** The job's name, and so its folder in `outputs/`. */
export const jobName = 'ad-quality';
/** Where a run keeps its final model. */
export const modelFolder = 'ad_quality_model_latest';

export interface SavedAdQuality {
  readonly model: LayersModel;
  readonly history: History;
  readonly config: AdQualityConfig;
  readonly data: AdSet;
  readonly source: string;
  readonly split: AdSplit;
  readonly comparisons: readonly AdComparison[];
}

/**
 * Writes what a page and a later reader need into a run: `ad_quality_model_latest/` (TensorFlow.js layers model),
 * `model_metadata.json`, `metrics.json`, `config.json`, `training_curves.png`. `best_model/` and the training log are there already.
 * @example
 * await saveAdQuality(run, { model, history, config, data, source: data.source, split, comparisons });
 * await run.finish();
 */
export async function saveAdQuality(run: Run, saved: SavedAdQuality): Promise<void> {
  const { model, history, config, data, split } = saved;
  const parts = Object.fromEntries(
    Object.entries(split).map(([part, ads]) => [part, (ads as AdSplit['train']).map(({ file }) => file)]),
  );
  const network = saved.comparisons.find(({ system }) => system === 'network');
  const metadata = {
    job: jobName,
    input: `RGB pixels in 0…255, [n, ${config.imgHeight}, ${config.imgWidth}, 3]`,
    output: `[n, ${2 + data.rules.length}]: quality score in 0…100, probability of compliance in 0…1${data.rules.length > 0 ? ', probability that each of the rules is broken' : ''}`,
    ...metadataOf(data.rules),
    config,
    data: { source: saved.source, sha256: data.hash, ads: data.ads.length, setAside: data.setAside.length },
    metrics: network?.metrics,
    epochs: history.epochs.length,
    versions: installedVersions(['@tensorflow/tfjs', 'onnxruntime-node', 'sharp']),
  };
  await saveLayersModel(model, run.path(modelFolder), { metadata });
  await writeJson(run.path('model_metadata.json'), metadata);
  await writeJson(
    run.path('metrics.json'),
    Object.fromEntries(saved.comparisons.map(({ system, metrics }) => [system, metrics])),
  );
  await writeJson(run.path('config.json'), {
    format: 1,
    job: jobName,
    run: run.id,
    config,
    data: {
      source: saved.source,
      sha256: data.hash,
      setAside: data.setAside,
      duplicates: data.duplicates,
      converted: data.converted,
    },
    split: parts,
  });
  await savePlot(
    trainingCurves(history, {
      logs: [
        'loss',
        ...['score', ...(data.rules.length > 0 ? data.rules : ['compliance'])].map((name) => `${name}_loss`),
      ],
    }),
    run.path('training_curves.png'),
  );
}
