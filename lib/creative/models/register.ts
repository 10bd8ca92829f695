import path from 'node:path';
import { UserError } from '../../errors/index.js';
import { ModelRegistry, registryFolder } from '../../monitor/index.js';
import { type DataSource, registryInUse, versionLine } from '../../monitor/registry/index.js';
import {
  compareOnHeldOut,
  type Registration,
  registerCandidate,
  type Verdict,
} from '../../monitor/retrain/index.js';
import { mean } from '../../stats/index.js';
import { sha256 } from '../../store/index.js';
import { type CreativeModel, scoreRows } from './creative-model.js';
import type { CreativeMetrics } from './metrics.js';
import { hasPresentFeatures, openCreativeModel } from './save-model.js';
import { selectRowsOf, type TrainingRows } from './training-rows.js';

/**
 * The registry for creative models of some data: `outputs/registry/creative`, `outputs/registry/creative-sample` for drawn
 * creatives, or another folder.
 * @example await creativeRegistry({ invented: false }).alias('champion') // the version's id, or null
 */
export function creativeRegistry(
  { invented }: Pick<DataSource, 'invented'>,
  {
    folder,
    root,
  }: {
    readonly folder?: string;
    /** Another folder than `outputs/`. */
    readonly root?: string;
  } = {},
): ModelRegistry {
  return new ModelRegistry(folder ?? registryFolder('creative', { invented, root }));
}

/** When a candidate replaces a champion: accounts, not posts, are what must be many enough. */
export const promotionTest = { minimumRows: 10 } as const;

/**
 * Registers a saved model as the candidate, and makes it the champion where a paired test on the held-out posts finds it
 * better than the present one, or, where there is none, or none that knows the features that pictures get now, than
 * predicting the mean of the training posts.
 * @param folder what `saveCreativeModel` wrote
 * @param options.held posts that the model was not fitted to; those of accounts that the champion knows are left out
 * @example
 * const registry = creativeRegistry(source.data);
 * const { held, metrics } = training;
 * const about = { metrics, held, dataHash: hashOfRows(table), source: source.data, parameters: {}, who: 'me', why: 'new posts' };
 * await registerCreativeModel(registry, folder, about) // { version, alias: 'champion' or 'candidate', why, … }
 */
export async function registerCreativeModel(
  registry: ModelRegistry,
  folder: string,
  options: {
    readonly metrics: CreativeMetrics;
    readonly held: TrainingRows;
    readonly dataHash: string;
    /** What the posts are: `data` of the `CreativeSource`. */
    readonly source: DataSource;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly who: string;
    readonly why: string;
  },
): Promise<Registration> {
  const { metrics, held, ...registered } = options;
  return registerCandidate(registry, folder, {
    ...registered,
    metrics: registryMetrics(metrics),
    compare: (champion, candidate) => comparedOnUnseen(registry, champion, candidate, held),
  });
}

/** Both models on the held-out posts of accounts that the champion has not learnt from; or the candidate and the mean. */
async function comparedOnUnseen(
  registry: ModelRegistry,
  champion: string | null,
  candidate: string,
  held: TrainingRows,
): Promise<Verdict> {
  const fresh = await openCreativeModel((await registry.open(candidate)).folder);
  const withMean = () => {
    const { losses, groups } = meanErrors(fresh, held);
    return compareOnHeldOut(losses, absoluteErrors(fresh, held), { ...promotionTest, groups });
  };
  if (champion === null) return withMean();
  const formerFolder = (await registry.open(champion)).folder;
  if (!(await hasPresentFeatures(formerFolder))) {
    const { better, reasons } = withMean();
    const why = `the champion takes features that pictures no longer get, so it is compared with predicting the mean: ${reasons.join('; ')}`;
    return { better, why };
  }
  const former = await openCreativeModel(formerFolder);
  const learnt = new Set(former.reference.rows.groups);
  const unseen = [...held.posts.keys()].filter((i) => !learnt.has(held.groups[i]));
  if (unseen.length === 0)
    return {
      better: false,
      why: 'it has learnt from every held-out account, there is nothing to compare on',
    };
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
    throw new UserError(
      'the champion takes other features than the new posts have; train a new model with: vitrine demo creative',
    );
  }
  const platforms = rows.posts.map(({ platform }) => platform);
  const { prediction } = scoreRows(model, rows, platforms);
  return Array.from(rows.target, (y, i) => Math.abs(y - prediction[i]));
}

/**
 * |mean − actual| of each row, of the mean of the posts that a model was trained on: what a first model has to beat.
 * Accounts are what is compared, or posts where so few accounts were held out that they decide nothing.
 */
export function meanErrors({ reference }: CreativeModel, { target, groups }: TrainingRows) {
  const learnt = mean(reference.rows.target);
  const isMany = new Set(groups).size >= promotionTest.minimumRows;
  return {
    losses: Array.from(target, (y) => Math.abs(y - learnt)),
    groups: isMany ? groups : undefined,
  };
}

/**
 * The same rows have the same hash.
 * @example hashOfRows(table).length // 64, a SHA-256
 */
export function hashOfRows({ names, matrix, target, posts }: TrainingRows): string {
  const bytes = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array) =>
    sha256(new Uint8Array(buffer, byteOffset, byteLength));
  return sha256(JSON.stringify([names, bytes(matrix.data), bytes(target), posts.map(({ id }) => id)]));
}

/**
 * The model to predict with: 'champion', 'candidate' or a version of the registry, or the folder of a run or model. The
 * registry is that of posts of one's own, or the sample's while it is empty, unless a folder is given.
 * @throws {UserError} where there is no such version; {StoreError} for a folder without a whole model
 */
export async function findCreativeModel(
  ref = 'champion',
  folder?: string,
): Promise<{ readonly model: CreativeModel; readonly from: string }> {
  const isFolder = /[\\/]/.test(ref);
  if (isFolder) {
    const { existsSync } = await import('node:fs');
    const inRun = path.join(ref, 'model');
    const at = existsSync(path.join(inRun, 'model.json')) ? inRun : ref;
    return { model: await openCreativeModel(at), from: at };
  }
  const registry = folder ? new ModelRegistry(folder) : await registryInUse('creative');
  if ((await registry.list()).length === 0) {
    throw new UserError(
      `there is no trained model in ${registry.folder}; make one with: vitrine demo creative --mode quick`,
    );
  }
  const version = await registry.open(ref);
  return { model: await openCreativeModel(version.folder), from: versionLine(version) };
}
