import type { LayersModel } from '../layers-model.js';
import { LayerError } from '../layers-to-onnx/errors.js';
import type { LayerLike, Weight } from '../layers-to-onnx/network-writer.js';
import { isContainer } from '../layers-to-onnx/topology.js';

/** The weights of a model that training changes. */
export interface TrainedWeights {
  /** By name, in the model's order. */
  readonly parameters: ReadonlyMap<string, Weight>;
  /** Moving means and variances of the batch norms that train. */
  readonly state: ReadonlyMap<string, Weight>;
  /** Whether a layer takes part in training. */
  trains(layer: LayerLike): boolean;
}

/** Sorts a model's weights. @throws {LayerError} where nothing is trainable, or where a layer asks for what is not done */
export function trainedWeights(model: LayersModel): TrainedWeights {
  const trainable = new Set<Weight>(model.trainableWeights as Weight[]);
  if (trainable.size === 0) {
    throw new LayerError(
      `model ${model.name} has no trainable weights; set trainable = true on the layers to train`,
    );
  }
  const trains = (layer: LayerLike) => {
    const learned = layer.weights.filter(({ originalName }) => !originalName.includes('moving_'));
    return layer.trainable && (learned.length === 0 || learned.some((weight) => trainable.has(weight)));
  };
  const state: Weight[] = [];
  for (const layer of layersOf(model)) {
    if (!trains(layer)) continue;
    assertPlain(layer);
    state.push(...layer.weights.filter(({ originalName }) => originalName.includes('moving_')));
  }
  return { parameters: named([...trainable]), state: named(state), trains };
}

function layersOf(model: { readonly layers: readonly object[] }): LayerLike[] {
  return model.layers.flatMap((layer) => (isContainer(layer) ? layersOf(layer) : [layer as LayerLike]));
}

/** Penalties and constraints of weights are no part of the graph. */
function assertPlain(layer: LayerLike): void {
  const setting = Object.entries(layer.getConfig()).find(
    ([name, value]) => /(Regularizer|Constraint)$/.test(name) && value !== null && value !== undefined,
  );
  if (setting === undefined) return;
  throw new LayerError(
    `layer ${layer.name} has a ${setting[0]}, which an ONNX graph does not train; leave it out (AdamW decays weights), or use tfjsTrainer`,
  );
}

function named(weights: readonly Weight[]): Map<string, Weight> {
  const all = new Map<string, Weight>();
  for (const weight of new Set(weights)) {
    if (all.has(weight.originalName)) {
      throw new LayerError(
        `two weights are named ${weight.originalName}; give the layers names of their own`,
      );
    }
    all.set(weight.originalName, weight);
  }
  return all;
}
