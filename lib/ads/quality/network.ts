import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs';
import { networkParts, pictureTrunk, throughLayers } from '../../train/networks/index.js';
import { tensorflow } from '../../train/tensorflow/index.js';
import type { AdQualityConfig } from './config.js';

/** Name of the layer that judges the rules. */
export const rulesLayer = 'rules';

/**
 * The network, with its first weights drawn from the seed: raw RGB pixels [n, imgHeight, imgWidth, 3] in 0…255 to
 * [n, 2 + rules]: the score in [0, 100], the probability that the ad complies, and for each rule, in the order given, the
 * probability that it is broken. An ad complies as far as no rule is broken: 1 − the largest of those; without rules
 * compliance has a head of its own. What looks at the picture is `pictureTrunk`. Rescaling of pixels and score is part of
 * the network, so that a page feeds pixels and reads a score.
 */
export async function adQualityNetwork(
  config: AdQualityConfig,
  rules: readonly string[] = [],
): Promise<LayersModel> {
  const tf = await tensorflow();
  const parts = networkParts(tf, config.seed);
  const pixels = tf.input({ shape: [config.imgHeight, config.imgWidth, 3], name: 'pixels' });
  const seen = pictureTrunk(parts, pixels);
  return tf.model({ inputs: pixels, outputs: judgments(parts, seen, rules), name: 'ad_quality' });
}

/** Score, compliance and rules in one row of outputs. */
function judgments(
  { layers, glorotUniform }: ReturnType<typeof networkParts>,
  x: SymbolicTensor,
  rules: readonly string[],
): SymbolicTensor {
  const head = (name: string, units: number) =>
    throughLayers(
      x,
      layers.dense({ units, activation: 'sigmoid', kernelInitializer: glorotUniform(), name }),
    );
  const score = throughLayers(
    head('score', 1),
    layers.rescaling({ scale: 100, offset: 0, name: 'rescale_score' } as never),
  );
  const judged = rules.length > 0 ? head(rulesLayer, rules.length) : null;
  const compliance = judged
    ? throughLayers(
        judged,
        layers.reshape({ targetShape: [rules.length, 1, 1], name: 'rules_in_a_column' }),
        layers.globalMaxPooling2d({ name: 'worst_rule' }),
        layers.rescaling({ scale: -1, offset: 1, name: 'compliance' } as never),
      )
    : head('compliance', 1);
  return layers
    .concatenate({ name: 'score_compliance_rules' })
    .apply([score, compliance, ...(judged ? [judged] : [])]) as SymbolicTensor;
}
