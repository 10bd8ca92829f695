import { PixelCache } from '../../images/index.js';
import { floatTensor } from '../../onnx/index.js';
import type { LayersModel, Metric } from '../../train/index.js';
import {
  adam,
  type Callback,
  cosine,
  earlyStopping,
  type FitBatch,
  fit,
  type History,
  imageBatches,
  modelCheckpoint,
  reduceLROnPlateau,
  trainingLog,
  warmUp,
} from '../../train/index.js';
import { createTrainer } from '../../train/onnx-trainer/index.js';
import type { Ad } from '../ad.js';
import type { AdQualityConfig } from './config.js';
import { passThreshold } from './metrics.js';
import { metadataOf } from './model-metadata.js';
import { adQualityNetwork } from './network.js';
import { balanceRules } from './rule-thresholds.js';
import { jobName } from './save.js';

/** What training needs of an ad. */
export type LabelledAd = Pick<Ad, 'path' | 'quality' | 'compliant' | 'broken'>;

export interface TrainAdQualityOptions {
  /** What decides the network and its training: sizes, rates, epochs, seed. */
  readonly config: AdQualityConfig;
  /** The ads that the weights are fitted to. */
  readonly train: readonly LabelledAd[];
  /** The ads that choose the best epoch. */
  readonly validation: readonly LabelledAd[];
  /** The rules that the labels name, each of which gets a head; see `AdSet`. Default none: only pass or fail is learnt. */
  readonly rules?: readonly string[];
  /** Where `best_model/`, `training_log.json` and `training_log.csv` go. */
  readonly folder: string;
  /** Identifies images and labels; another hash begins anew instead of going on from a checkpoint. */
  readonly dataHash: string;
  /** Besides those that every training has: a progress bar, live curves. */
  readonly callbacks?: readonly Callback[];
  /** Ends the training after its running step; a later call goes on from the checkpoint. */
  readonly signal?: AbortSignal;
  /** Told a line for people, such as that the training goes on from a checkpoint. */
  readonly onNote?: (line: string) => void;
}

export interface TrainedAdQuality {
  /** With the weights of the best epoch. */
  readonly model: LayersModel;
  readonly history: History;
}

/** Weight in the loss: the score's Huber loss counts so much beside the cross-entropy of a rule, or of compliance. */
const scoreWeight = 20;
/** Lighter, darker, more or less contrast. Not mirrored, cut or turned: text would run backwards, a logo leave its safe zone, a straight layout stand askew. */
const augment = { brightness: 0.08, contrast: 0.08 };

/** Raised when the training itself changes: what is in the checkpoints then counts no more. */
const version = 3;

/**
 * Trains the ad-quality network from scratch: Huber loss on score / 100 and binary cross-entropy on each rule, or on
 * compliance where the labels name no rules, Adam, early stopping with the best weights restored, a learning rate that rises for an epoch, then falls along a cosine, and is halved on a plateau, the best model kept, a
 * checkpoint after each epoch. Stopped at any moment, the next call with the same input goes on after the last finished epoch;
 * the same seed gives the same weights on the same machine. At the end each rule's head is moved so that 0.5 is the
 * probability that parts broken from kept best (F1) on the validation part.
 * @throws {UserError} for a loss that is no number, with epoch, batch and files
 * @example
 * const config = adQualityConfig({ epochs: 5 });
 * const { model, history } = await trainAdQuality({ config, ...splitAds(ads), rules, folder: 'out', dataHash });
 * model.outputs[0].shape // [null, 2 + rules.length]: score, probability of compliance, and of each rule that it is broken
 */
export async function trainAdQuality(options: TrainAdQualityOptions): Promise<TrainedAdQuality> {
  const { config, train, validation, rules = [], folder } = options;
  const { imgHeight: height, imgWidth: width, batchSize, epochs, learningRate, seed } = config;
  const model = await adQualityNetwork(config, rules);
  model.setUserDefinedMetadata(metadataOf(rules));
  const heads = headsOf(rules);
  const trainer = await createTrainer(model, {
    batchSize,
    input: 'uint8',
    dropoutSeed: seed,
    losses: [
      { kind: 'huber', column: 0, scale: 0.01, weight: scoreWeight },
      ...heads.map(({ column }) => ({ kind: 'binaryCrossentropy' as const, column })),
    ],
  });
  const cache = new PixelCache({ height, width, resize: 'area' });
  // The page resizes so, and what it feeds should look like what was learnt from.
  const size = { height, width, batchSize, seed, resize: 'area' as const, cache };
  try {
    const history = await fit(
      trainer,
      {
        train: (epoch) => labelled(train, heads, { ...size, epoch, shuffle: true, augment }),
        validation: () => labelled(validation, heads, size),
        trainBatches: Math.ceil(train.length / batchSize),
      },
      {
        epochs,
        optimizer: adam({ learningRate }),
        schedule: warmUp(1, cosine({ epochs })),
        lossNames: ['score', ...heads.map(({ name }) => name)],
        metrics: { mae, accuracy },
        signal: options.signal,
        onNote: options.onNote,
        callbacks: [
          earlyStopping({ patience: 6 }),
          reduceLROnPlateau({ factor: 0.5, patience: 4, minLearningRate: learningRate / 100 }),
          modelCheckpoint({ model, folder: `${folder}/best_model` }),
          trainingLog(folder),
          ...(options.callbacks ?? []),
        ],
        checkpoint: {
          job: jobName,
          config: { ...config, rules, version },
          dataHash: options.dataHash,
        },
      },
    );
    if (rules.length > 0) await balanceRules(model, rules, validation);
    return { model, history };
  } finally {
    await trainer.close();
    await cache.close();
  }
}

/** An output that is a probability, and what it is of. */
interface Head {
  readonly name: string;
  readonly column: number;
  readonly label: (ad: LabelledAd) => boolean;
}

function headsOf(rules: readonly string[]): Head[] {
  if (rules.length === 0) return [{ name: 'compliance', column: 1, label: ({ compliant }) => compliant }];
  return rules.map((rule, i) => ({
    name: rule,
    column: 2 + i,
    label: ({ broken = [] }) => broken.includes(rule),
  }));
}

async function* labelled(
  ads: readonly LabelledAd[],
  heads: readonly Head[],
  options: Parameters<typeof imageBatches>[1],
): AsyncGenerator<FitBatch> {
  const files = ads.map(({ path }) => path);
  for await (const { x, indices } of imageBatches(files, options)) {
    const rows = indices.length;
    const column = (value: (ad: LabelledAd) => number) =>
      floatTensor(
        Float32Array.from(indices, (i) => value(ads[i])),
        [rows],
      );
    yield {
      x,
      y: [column(({ quality }) => quality), ...heads.map(({ label }) => column((ad) => Number(label(ad))))],
      rows,
      files: indices.map((i) => files[i]),
    };
  }
}

const mae: Metric = ({ data, dims }, [scores]) => {
  const outputs = data as Float32Array;
  let sum = 0;
  for (let i = 0; i < scores.data.length; i++) sum += Math.abs(outputs[dims[1] * i] - Number(scores.data[i]));
  return sum / scores.data.length;
};

/** Share of ads whose compliance is right: of those with heads for rules, that none is broken. */
const accuracy: Metric = ({ data, dims }, [, ...labels]) => {
  const outputs = data as Float32Array;
  const [rows, columns] = dims;
  let right = 0;
  for (let i = 0; i < rows; i++) {
    const passes =
      columns > 2 ? labels.every((label) => Number(label.data[i]) === 0) : Number(labels[0].data[i]) === 1;
    if (outputs[columns * i + 1] >= passThreshold === passes) right++;
  }
  return right / rows;
};
