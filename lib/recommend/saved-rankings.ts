import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Product } from '../catalog/index.js';
import { EvaluateError, type Run, readRun } from '../evaluate/index.js';
import { ensureSample } from '../samples/index.js';
import { projectPath, readJson, sha256File } from '../store/index.js';
import type { Comparison } from './compare.js';
import { finishedRun } from './finished-run.js';
import { loadRelevance, type Relevance } from './relevance.js';
import { files, productsSchema } from './saved-run.js';

/** What of config.json is needed here, and no more, so that runs of older versions can be compared with new ones. */
const originSchema = z.object({
  parameters: z.record(z.string(), z.unknown()),
  catalog: z.object({ path: z.string(), sha256: z.string() }),
});

/** What a finished run returned for every question. */
export interface SavedRankings {
  readonly folder: string;
  /** The run's id. */
  readonly name: string;
  /** The parameters of the run, by name. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly catalog: { readonly path: string; readonly sha256: string };
  readonly products: readonly Product[];
  /** task → system → ranking, as in `rankings/<task>-<system>.trec`; none where nothing was judged. */
  readonly runs: Readonly<Record<Comparison['task'], Readonly<Record<string, Run>>>>;
}

/**
 * Opens the rankings of a finished run: 'current', 'latest', its id, or its folder. Every file is checked against the manifest.
 * @throws {StoreError} when there is no such run, or a file is missing or was changed
 * @example (await openRankings('current')).runs.similar.hybrid.get('p1') // Map: product → score
 */
export async function openRankings(run: string): Promise<SavedRankings> {
  const folder = await finishedRun(run);
  const origin = await readJson(path.join(folder, files.config), (value) => originSchema.parse(value));
  const products = await readJson(path.join(folder, files.products), (value) => productsSchema.parse(value));
  const runs: Record<Comparison['task'], Record<string, Run>> = { similar: {}, search: {} };
  const names = await readdir(path.join(folder, 'rankings')).catch(() => []);
  for (const name of names.sort()) {
    const [, task, system] = /^(similar|search)-(.+)\.trec$/.exec(name) ?? [];
    if (task) runs[task as Comparison['task']][system] = await readRun(path.join(folder, 'rankings', name));
  }
  return { folder, name: path.basename(folder), ...origin, products, runs };
}

/**
 * The judgments that a finished run was measured by; or those in `qrels`.
 * @throws {EvaluateError} when they are no longer there
 * @example (await savedRelevance(await openRankings('current'))).similar // Map: product → Map: similar product → grade
 */
export async function savedRelevance(
  { parameters, catalog, products, name }: SavedRankings,
  qrels?: string,
): Promise<Relevance> {
  const { DATA, QRELS, RANDOM_SEED } = parameters;
  const seed = typeof RANDOM_SEED === 'number' ? RANDOM_SEED : undefined;
  if (qrels !== undefined || QRELS) return loadRelevance({ products, qrels: qrels ?? String(QRELS), seed });
  if (DATA) return loadRelevance({ products, seed });
  const sample = await ensureSample(projectPath('data', 'sample'));
  if ((await sha256File(sample.catalogPath)) !== catalog.sha256) {
    throw new EvaluateError(
      `run ${name} was made from another sample catalogue than that in ${sample.directory}; name its judgments with --qrels`,
    );
  }
  return loadRelevance({ products, sample, seed });
}
