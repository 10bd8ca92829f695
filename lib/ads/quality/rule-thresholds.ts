import type { LayersModel } from '@tensorflow/tfjs';
import type { Ad } from '../ad.js';
import { passThreshold } from './metrics.js';
import { rulesLayer } from './network.js';
import { openAdScorer, predictAds } from './scorer.js';

/**
 * Moves the biases of a model's rule heads so that a probability of 0.5 parts broken from kept best on the ads given:
 * one number to decide by, in every place that reads the model.
 */
export async function balanceRules(
  model: LayersModel,
  rules: readonly string[],
  ads: readonly Pick<Ad, 'path' | 'broken'>[],
): Promise<void> {
  const scorer = await openAdScorer(model);
  const predicted = await predictAds(scorer, ads);
  await scorer.close();
  const shifts = rules.map((rule, r) => {
    const probabilities = predicted.rules?.[r].probabilities ?? [];
    return logit(
      bestThreshold(
        probabilities,
        ads.map(({ broken = [] }) => broken.includes(rule)),
      ),
    );
  });
  const layer = model.getLayer(rulesLayer);
  const [kernel, bias] = layer.getWeights();
  const moved = bias.sub(shifts);
  layer.setWeights([kernel, moved]);
  moved.dispose();
}

/** How far from even odds a threshold may go: a few ads are no reason for more. */
const range = [0.1, 0.9] as const;

/**
 * The threshold with the largest F1 for "at least this is true": the middle of those that are equally good, in [0.1,
 * 0.9]; 0.5 where nothing is true.
 */
export function bestThreshold(probabilities: ArrayLike<number>, truth: readonly boolean[]): number {
  if (!truth.includes(true)) return passThreshold;
  const f1At = (threshold: number) => {
    let hits = 0;
    let wrong = 0;
    truth.forEach((is, i) => {
      const said = probabilities[i] >= threshold;
      if (is && said) hits++;
      else if (is !== said) wrong++;
    });
    return (2 * hits) / (2 * hits + wrong);
  };
  const inside = Array.from(probabilities).filter((p) => p > range[0] && p < range[1]);
  const edges = [range[0], ...inside.sort((a, b) => a - b), range[1]];
  let best = { f1: -1, from: 0, to: 0 };
  for (let i = 1; i < edges.length; i++) {
    const f1 = f1At((edges[i - 1] + edges[i]) / 2);
    if (f1 > best.f1) best = { f1, from: edges[i - 1], to: edges[i] };
    else if (f1 === best.f1 && best.to === edges[i - 1]) best = { ...best, to: edges[i] };
  }
  return (best.from + best.to) / 2;
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}
