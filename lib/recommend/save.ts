import path from 'node:path';
import type { TextEncoder } from '../encode/index.js';
import { writeRun } from '../evaluate/index.js';
import { projectRoot, type Run, writeJson, writeNpy } from '../store/index.js';
import type { Matrix } from '../vectors/index.js';
import type { Comparison } from './compare.js';
import type { Recommender } from './recommender.js';
import type { RunConfig } from './run-config.js';
import { files, furtherNames, job } from './saved-run.js';
import type { BuiltSpaces } from './spaces.js';

export interface SavedParts {
  readonly recommender: Recommender;
  readonly built: BuiltSpaces;
  /** As the encoders gave them, not scaled. */
  readonly textVectors: Matrix;
  readonly imageVectors: Matrix;
  readonly textEncoder: TextEncoder;
  readonly photos: readonly (string | null)[];
  readonly config: Omit<RunConfig, 'format' | 'job' | 'run' | 'weights' | 'index'>;
  /** What metrics.json holds. */
  readonly metrics: unknown;
  /** Their rankings are kept as TREC runs. */
  readonly comparisons: readonly (Comparison | null)[];
}

/**
 * Writes everything that searching again needs, and everything that was measured, into the staging folder of a run:
 * vectors (.npy), scalers, ids, products, indexes with their sidecars, the fitted text model where one was fitted,
 * config.json, metrics.json, and the rankings that were measured as TREC runs.
 * @example
 * await saveRun(run, { recommender, built, textVectors, imageVectors, textEncoder, photos, config, metrics, comparisons });
 * await run.finish();
 */
export async function saveRun(run: Run, parts: SavedParts): Promise<void> {
  const { recommender, built, config } = parts;
  const ids = recommender.products.map((product) => product.id);
  await writeNpy(run.path(files.textVectors), parts.textVectors);
  await writeNpy(run.path(files.imageVectors), parts.imageVectors);
  for (const name of furtherNames) {
    const vectors = built.spaces[name];
    if (vectors) await writeNpy(run.path(files[name]), vectors);
  }
  await writeNpy(run.path(files.hybridVectors), built.spaces.hybrid);
  await writeJson(run.path(files.textScaler), built.scalers.text.toJSON());
  if (built.scalers.image) await writeJson(run.path(files.imageScaler), built.scalers.image.toJSON());
  await writeJson(run.path(files.ids), ids);
  await writeJson(
    run.path(files.products),
    recommender.products.map((product, i) => ({ ...product, photo: portable(parts.photos[i]) })),
  );
  const hybrid = await recommender.index('hybrid');
  const encoders = [config.text.id, config.image.id];
  await hybrid.save(run.path(files.index), { ids, encoders });
  const text = await recommender.index('text');
  await text.save(run.path(files.textIndex), {
    ids,
    encoders: [config.text.id],
    vectorsFile: files.textVectors,
  });
  if (config.text.sha256 === null) {
    const { saveLsa } = await import('../encode/lsa/index.js');
    await saveLsa(parts.textEncoder, run.path(files.textModel));
  }
  for (const comparison of parts.comparisons) await writeRankings(run, comparison);
  await writeJson(run.path(files.metrics), parts.metrics);
  const whole: RunConfig = {
    format: 1,
    job,
    run: run.id,
    ...config,
    weights: built.weights,
    index: { kind: hybrid.kind, reason: await recommender.describeIndex() },
  };
  await writeJson(run.path(files.config), whole);
}

async function writeRankings(run: Run, comparison: Comparison | null): Promise<void> {
  if (!comparison) return;
  for (const [system, ranking] of Object.entries(comparison.runs)) {
    await writeRun(run.path('rankings', `${comparison.task}-${system}.trec`), ranking, system);
  }
}

function portable(photo: string | null): string | null {
  if (photo === null) return null;
  return path.relative(projectRoot(), photo).split(path.sep).join('/');
}
