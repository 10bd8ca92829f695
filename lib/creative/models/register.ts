import { join } from 'node:path';
import {
  compareOnHeldOut,
  type HeldOutComparison,
  type HeldOutOptions,
  ModelRegistry,
  promoteIfBetter,
  registryFolder,
} from '../../monitor/index.js';
import { sha256 } from '../../store/index.js';
import { type CreativeModel, scoreRows } from './creative-model.js';
import { CreativeModelError } from './errors.js';
import type { CreativeMetrics } from './metrics.js';
import { openCreativeModel } from './save-model.js';
import { featuresOf, selectRowsOf, type TrainingRows } from './training-rows.js';

/** The registry of creative models: `outputs/registry/creative`, or another folder. */
export function creativeRegistry(folder?: string): ModelRegistry {
  return new ModelRegistry(folder ?? registryFolder('creative'));
}

/** When a candidate replaces a champion: accounts, not posts, are what must be many enough. */
export const promotionTest: Omit<HeldOutOptions, 'groups'> = { minimumRows: 10 };

export interface Registration {
  readonly version: string;
  /** False where the same model was registered before. */
  readonly created: boolean;
  readonly alias: 'champion' | 'candidate';
  readonly why: string;
  readonly comparison: HeldOutComparison | null;
}

/**
 * Registers a saved model as the candidate, and makes it the champion where there is none, or where a paired test on the
 * held-out posts finds it better than the present one.
 * @param folder what `saveCreativeModel` wrote
 * @param options.held posts that the model was not fitted to; those of accounts that the champion knows are left out
 */
export async function registerCreativeModel(
  registry: ModelRegistry,
  folder: string,
  options: {
    readonly metrics: CreativeMetrics;
    readonly held: TrainingRows;
    readonly dataHash: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly who: string;
    readonly why: string;
  },
): Promise<Registration> {
  const { who, why } = options;
  const { id, created } = await registry.register(folder, {
    who,
    why,
    dataHash: options.dataHash,
    parameters: options.parameters,
    metrics: registryMetrics(options.metrics),
  });
  if ((await registry.alias('champion')) !== id) await registry.setCandidate(id, { who, why });
  const decision = await promoteIfBetter(registry, id, {
    who,
    compare: (champion) => comparedOnUnseen(registry, champion, id, options.held),
  });
  return {
    version: id,
    created,
    alias: decision.outcome === 'kept' ? 'candidate' : 'champion',
    why: decision.why,
    comparison: decision.comparison,
  };
}

/** Both models on the held-out posts of accounts that the champion has not learnt from. */
async function comparedOnUnseen(
  registry: ModelRegistry,
  champion: string,
  candidate: string,
  held: TrainingRows,
): Promise<HeldOutComparison | string> {
  const former = await openCreativeModel((await registry.open(champion)).folder);
  const fresh = await openCreativeModel((await registry.open(candidate)).folder);
  const learnt = new Set(former.reference.rows.groups);
  const unseen = [...held.posts.keys()].filter((i) => !learnt.has(held.groups[i]));
  if (unseen.length === 0) return 'it has learnt from every held-out account, there is nothing to compare on';
  const rows = selectRowsOf(held, unseen);
  return compareOnHeldOut(absoluteErrors(former, rows), absoluteErrors(fresh, rows), {
    ...promotionTest,
    groups: rows.groups,
  });
}

/** What the registry lists of the metrics. */
export function registryMetrics({ r2, rmse, mae, coverage, posts }: CreativeMetrics): Record<string, number> {
  return { r2, rmse, mae, coverage, posts: posts.train };
}

/** |predicted − actual| of each row, by the model that answers for its platform. */
export function absoluteErrors(model: CreativeModel, rows: TrainingRows): number[] {
  if (model.names.join('\n') !== rows.names.join('\n')) {
    throw new CreativeModelError(
      'the champion takes other features than the new posts have; train a new model with: vitrine demo creative',
    );
  }
  const platforms = rows.posts.map(({ platform }) => platform);
  const { prediction } = scoreRows(model, featuresOf(rows), platforms);
  return Array.from(rows.target, (y, i) => Math.abs(y - prediction[i]));
}

/** The same rows have the same hash. */
export function hashOfRows({ names, matrix, target, posts }: TrainingRows): string {
  const bytes = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array) =>
    sha256(new Uint8Array(buffer, byteOffset, byteLength));
  return sha256(JSON.stringify([names, bytes(matrix.data), bytes(target), posts.map(({ id }) => id)]));
}

/**
 * The model to predict with: 'champion', 'candidate' or a version of the registry, or the folder of a run or model.
 * @throws {MonitorError} where there is no such version; {StoreError} for a folder without a whole model
 */
export async function findCreativeModel(
  ref = 'champion',
  folder?: string,
): Promise<{ readonly model: CreativeModel; readonly from: string }> {
  const isFolder = /[\\/]/.test(ref);
  if (isFolder) {
    const { existsSync } = await import('node:fs');
    const inRun = join(ref, 'model');
    const at = existsSync(join(inRun, 'model.json')) ? inRun : ref;
    return { model: await openCreativeModel(at), from: at };
  }
  const registry = creativeRegistry(folder);
  if ((await registry.alias('champion')) === null && ref === 'champion') {
    throw new CreativeModelError(
      `there is no trained model in ${registry.folder}; make one with: vitrine demo creative --mode quick`,
    );
  }
  const version = await registry.open(ref);
  return {
    model: await openCreativeModel(version.folder),
    from: `version ${version.id}${version.aliases.length ? ` (${version.aliases.join(', ')})` : ''}`,
  };
}
