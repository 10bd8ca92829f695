import { z } from 'zod';
import { UserError } from '../errors/index.js';
import { readJson, writeFileAtomic } from '../store/index.js';
import { type ConformalPredictor, conformalPredictor } from './conformal.js';
import { assertSameNames } from './features.js';
import type { Model } from './model.js';
import { networkFromJson, networkSchema } from './neural-network/from-json.js';
import { neuralNetworkModel } from './neural-network.js';
import { ridgeModel } from './ridge.js';
import { stackedModel } from './stacked-ensemble.js';
import { treeModel } from './tree-model.js';
import { treesFromJson, treesSchema } from './trees/ensemble-json.js';

const version = 1;
const names = z.array(z.string()).min(1);
const numbers = z.array(z.number());

const modelSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['randomForest', 'gradientBoosting', 'xgboost']), names, trees: treesSchema }),
  z.object({
    kind: z.literal('ridge'),
    names,
    alpha: z.number(),
    intercept: z.number(),
    coefficients: numbers,
    fill: numbers.nullable(),
  }),
  networkSchema,
  z.object({
    kind: z.literal('stackedEnsemble'),
    names,
    members: z.array(z.unknown()),
    weights: numbers,
    intercept: z.number(),
  }),
]);

/**
 * The model that `toJSON` described: `writeJson(path, model)` of `vitrine/store` keeps one, and this makes it of what
 * `readJson` reads. Nothing in it is executed, and trees are checked to end.
 * @throws an error that says what is wrong with it
 * @example
 * await writeJson('forest.json', await randomForest().fit(data));
 * const forest = await readJson('forest.json', modelFromJson);
 * forest.predict(features) // Float64Array, one number a row
 */
export function modelFromJson(value: unknown): Model {
  const json = modelSchema.parse(value);
  const size = json.names.length;
  const sameLength = (what: string, list: readonly unknown[], length: number) => {
    if (list.length !== length) throw new UserError(`it has ${list.length} ${what} for ${length}`);
  };
  switch (json.kind) {
    case 'ridge':
      sameLength('coefficients', json.coefficients, size);
      if (json.fill) sameLength('medians', json.fill, size);
      return ridgeModel(json);
    case 'neuralNetwork':
      return neuralNetworkModel(networkFromJson(json));
    case 'stackedEnsemble': {
      sameLength('members', json.members, json.weights.length);
      const members = json.members.map(modelFromJson);
      for (const member of members) assertSameNames(member.names, json.names);
      return stackedModel({ ...json, members });
    }
    default:
      return treeModel(json.kind, json.names, treesFromJson(json.trees, size));
  }
}

const intervalsSchema = z.object({
  format: z.literal('vitrine-tabular-intervals'),
  version: z.literal(version),
  confidence: z.number().gt(0).lt(1),
  names,
  members: z.array(z.unknown()).min(1),
  errors: z.array(z.array(z.number().min(0)).min(1)),
  difficulty: z.object({ model: z.unknown(), least: z.number().positive() }).nullable(),
});

/**
 * Writes a conformal predictor, its models included, as JSON, atomically.
 * @throws {StoreError} with the path and the reason
 */
export function saveIntervals(path: string, predictor: ConformalPredictor): Promise<void> {
  const file = { format: 'vitrine-tabular-intervals', version, ...predictor.toJSON() };
  return writeFileAtomic(path, `${JSON.stringify(file)}\n`);
}

/**
 * Reads what `saveIntervals` wrote; nothing in the file is executed.
 * @throws {StoreError} when the file is missing, damaged, or of another version
 * @throws {UserError} naming the features, when it was fitted on others
 */
export async function loadIntervals(path: string, features?: readonly string[]): Promise<ConformalPredictor> {
  const predictor = await readJson(path, (value) => {
    const json = intervalsSchema.parse(value);
    if (json.errors.length !== json.members.length) {
      throw new UserError(`it has ${json.errors.length} lists of errors for ${json.members.length} models`);
    }
    const { difficulty } = json;
    const members = json.members.map(modelFromJson);
    const hard = difficulty && { model: modelFromJson(difficulty.model), least: difficulty.least };
    for (const { names } of hard ? [...members, hard.model] : members) assertSameNames(names, json.names);
    return conformalPredictor({
      confidence: json.confidence,
      names: json.names,
      members,
      errors: json.errors.map((list) => Float64Array.from(list).sort()),
      difficulty: hard,
    });
  });
  if (features) assertSameNames(features, predictor.names);
  return predictor;
}
