import { UserError } from '../../errors/index.js';
import { decodeRgb, type RgbImage, resizeArea, resizeBilinear } from '../../images/index.js';
import { createSession, encodeGraph, floatTensor } from '../../onnx/index.js';
import { type LayersModel, layersToOnnx, loadLayersModel } from '../../train/index.js';
import { type AdPredictions, passThreshold } from './metrics.js';
import { modelMetadata } from './model-metadata.js';

/** What a model says of one ad. */
export interface AdScore {
  /** Score of its quality, in [0, 100]. */
  readonly score: number;
  /** That the ad complies, in [0, 1]. */
  readonly probability: number;
  /** The probability is at least one half. */
  readonly pass: boolean;
  /** What is wrong, where the model was taught the rules: how likely each is broken. */
  readonly rules: readonly RuleScore[];
}

/** What a model says of one rule and one ad. */
export interface RuleScore {
  readonly id: string;
  /** That the ad breaks it, in [0, 1]. */
  readonly probability: number;
  /** The probability is at least one half. */
  readonly broken: boolean;
}

/** An ad-quality model that is loaded. */
export interface AdScorer {
  /** Pixels that the model takes. */
  readonly height: number;
  readonly width: number;
  /** A picture as the model takes it: height · width · 3 numbers in 0…255. */
  resize(image: RgbImage): Float32Array;
  /**
   * Scores of images: paths, or the bytes of files, decoded and resized as the browser page does it.
   * @throws {ImageError} for an image that cannot be decoded
   */
  score(images: readonly (string | Uint8Array)[]): Promise<AdScore[]>;
  /** The rules that the model was taught; empty for one that only tells pass from fail. */
  readonly rules: readonly string[];
  /** Raw outputs [count, 2 + rules] for `count` images [count, height, width, 3] in 0…255: score, probability, and of each rule that it is broken. */
  predict(pixels: Float32Array, count: number): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Images that are decoded at once, and rows of one run of the network. */
const batchSize = 16;

/**
 * Makes an ad-quality model ready to score: a folder with model.json, or a Layers model.
 * @throws {UserError} for a folder that is no whole model, or one of another shape
 * @example
 * const scorer = await openAdScorer('outputs/ad-quality/latest/best_model');
 * await scorer.score(['ad.jpg']) // [{ score: 71.3, probability: 0.96, pass: true, rules: [{ id, probability, broken }, …] }]
 * await scorer.close();
 */
export async function openAdScorer(model: string | LayersModel): Promise<AdScorer> {
  const layers = typeof model === 'string' ? await loadLayersModel(model) : model;
  const [, height, width, channels] = layers.inputs[0].shape;
  const outputs = layers.outputs[0].shape.at(-1);
  const { resize: kind, rules } = modelMetadata(layers);
  if (layers.inputs.length !== 1 || !height || !width || channels !== 3 || outputs !== 2 + rules.length) {
    throw new UserError(
      `${typeof model === 'string' ? model : 'the model'} takes [${layers.inputs[0].shape}] and gives [${layers.outputs[0].shape}]; an ad-quality model takes [n, height, width, 3] and gives [n, 2], and one column more for each rule that its metadata name`,
    );
  }
  const resized = kind === 'area' ? resizeArea : resizeBilinear;
  const resize = (image: RgbImage) => resized(image, height, width);
  const session = await createSession(encodeGraph(layersToOnnx(layers)), { device: 'cpu' });
  if (typeof model === 'string') layers.dispose();
  const [input] = session.inputNames;
  const [output] = session.outputNames;

  const predict = async (pixels: Float32Array, count: number) => {
    const results = await session.run({ [input]: floatTensor(pixels, [count, height, width, 3]) });
    return results[output].data as Float32Array;
  };
  return {
    height,
    width,
    resize,
    rules,
    predict,
    async score(images) {
      const scores: AdScore[] = [];
      for (let start = 0; start < images.length; start += batchSize) {
        const some = images.slice(start, start + batchSize);
        const pixels = new Float32Array(some.length * height * width * 3);
        await Promise.all(
          some.map(async (image, i) => {
            pixels.set(resize(await decodeRgb(image)), i * height * width * 3);
          }),
        );
        const out = await predict(pixels, some.length);
        some.forEach((_, i) => {
          const [score, probability, ...judged] = out.subarray(i * outputs, (i + 1) * outputs);
          scores.push({
            score,
            probability,
            pass: probability >= passThreshold,
            rules: rules.map((id, r) => ({ id, probability: judged[r], broken: judged[r] >= passThreshold })),
          });
        });
      }
      return scores;
    },
    close: () => session.close(),
  };
}

/**
 * A model's predictions for ads, in their order.
 * @example
 * const { scores, probabilities, rules } = await predictAds(scorer, split.test);
 * scores.length // as many as ads; rules[0] is { id, probabilities } for all of them
 */
export async function predictAds(
  scorer: AdScorer,
  ads: readonly { readonly path: string }[],
): Promise<AdPredictions> {
  const scored = await scorer.score(ads.map(({ path }) => path));
  return {
    scores: Float64Array.from(scored, ({ score }) => score),
    probabilities: Float64Array.from(scored, ({ probability }) => probability),
    rules: scorer.rules.map((id, r) => ({
      id,
      probabilities: Float64Array.from(scored, ({ rules }) => rules[r].probability),
    })),
  };
}
