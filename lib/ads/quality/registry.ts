import { cp, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors/index.js';
import { ModelRegistry, registryFolder } from '../../monitor/index.js';
import { registryInUse, versionLine } from '../../monitor/registry/index.js';
import {
  compareOnHeldOut,
  type Registration,
  registerCandidate,
  type Verdict,
} from '../../monitor/retrain/index.js';
import { openLatestRun, projectPath, type Run, readJson, writeJson } from '../../store/index.js';
import { temporaryFolder } from '../../store/leases/index.js';
import type { Ad } from '../ad.js';
import type { AdSplit } from '../split-ads.js';
import { naivePredictions } from './compare.js';
import type { AdQualityConfig } from './config.js';
import { type AdPredictions, adErrors, adQualityMetrics } from './metrics.js';
import { jobName, modelFolder } from './save.js';
import { openAdScorer, predictAds } from './scorer.js';
import type { AdSource } from './source.js';

/** File in a version, beside the model: the images that it was fitted to or chosen by. */
const learntName = 'learnt.json';
const learntSchema = z.object({ sha256: z.array(z.string()) });

/**
 * Registers the model that `saveAdQuality` wrote into a run as the candidate, and makes it the champion, which scores ads
 * from then on, where a paired test on the held-out ads finds it better than the present one, or, where there is none,
 * than predicting the mean. Ads that the champion has learnt from do not count. The registry lies beside the job's
 * folder: `outputs/registry/ad-quality`, or `ad-quality-sample` for the synthetic ads.
 * @param trained.predicted of `split.test`, by the new model
 * @example
 * const { version, alias, why } = await registerAdQuality(run, { data, split, predicted, config });
 * alias // 'champion', or 'candidate' where it is no better, as `why` says
 */
export async function registerAdQuality(
  run: Run,
  trained: {
    readonly data: AdSource;
    readonly split: AdSplit;
    readonly predicted: AdPredictions;
    readonly config: AdQualityConfig;
    /** For the log. Default 'vitrine'. */
    readonly who?: string;
  },
): Promise<Registration> {
  const { data, split, predicted, config, who = 'vitrine' } = trained;
  const registry = new ModelRegistry(registryFolder(jobName, { invented: data.invented, root: run.root }));
  const temporary = await temporaryFolder('ad-model');
  const artefacts = path.join(temporary.path, 'version');
  try {
    await cp(run.path(modelFolder), artefacts, { recursive: true });
    const learnt = [...split.train, ...split.validation].map(({ sha256 }) => sha256);
    await writeJson(path.join(artefacts, learntName), { sha256: learnt.sort() });
    return await registerCandidate(registry, artefacts, {
      who,
      why: `${data.description}, run ${run.id}`,
      dataHash: data.hash,
      source: {
        name: data.invented ? `${data.ads.length} synthetic ads` : data.source,
        invented: data.invented,
      },
      metrics: registryMetrics(split.test, predicted),
      parameters: { ...config, run: run.id },
      compare: (champion) => compared(registry, champion, split, predicted),
    });
  } finally {
    await temporary.remove();
  }
}

/** Fewer held-out ads than this decide nothing. */
const minimumRows = 10;

async function compared(
  registry: ModelRegistry,
  champion: string | null,
  { train, test }: AdSplit,
  predicted: AdPredictions,
): Promise<Verdict> {
  const errors = adErrors(test, predicted);
  if (champion === null)
    return compareOnHeldOut(adErrors(test, naivePredictions(train, test)), errors, { minimumRows });
  const { folder } = await registry.open(champion);
  const { sha256 } = await readJson(path.join(folder, learntName), learntSchema.parse);
  const learnt = new Set(sha256);
  const unseen = [...test.keys()].filter((i) => !learnt.has(test[i].sha256));
  if (unseen.length === 0)
    return { better: false, why: 'it has learnt from every held-out ad, there is nothing to compare on' };
  const ads = unseen.map((i) => test[i]);
  const scorer = await openAdScorer(folder);
  try {
    const former = adErrors(ads, await predictAds(scorer, ads));
    return compareOnHeldOut(
      former,
      unseen.map((i) => errors[i]),
      { minimumRows },
    );
  } finally {
    await scorer.close();
  }
}

/** What the registry lists of the metrics; AUC and R² are left out where the held-out ads do not define them. */
function registryMetrics(test: readonly Ad[], predicted: AdPredictions): Record<string, number> {
  const { score, compliance } = adQualityMetrics(test, predicted);
  const all = { mae: score.mae, r2: score.r2, accuracy: compliance.accuracy, auc: compliance.auc };
  return Object.fromEntries(
    Object.entries({ ...all, ads: test.length }).filter(([, x]) => Number.isFinite(x)),
  );
}

/** A model to score ads with. */
export interface FoundAdModel {
  readonly folder: string;
  /** Its version in the registry; null for a folder that was named, and for a run of before there was a registry. */
  readonly version: string | null;
  /** For people: which version, of which data. */
  readonly from: string;
}

/**
 * The model to score ads with: 'champion', 'candidate' or a version of the registry, or the folder of a model. The
 * registry is that of one's own ads, or the synthetic ads' while it is empty.
 * @throws {UserError} where nothing was trained yet, and where there is no such version, or no champion
 */
export async function findAdModel(ref = 'champion'): Promise<FoundAdModel> {
  if (await isFolder(ref)) return { folder: path.resolve(ref), version: null, from: `the model in ${ref}` };
  const registry = await registryInUse(jobName);
  if ((await registry.list()).length === 0 && ref === 'champion') return modelOfLatestRun();
  const version = await registry.open(ref);
  return { folder: version.folder, version: version.id, from: versionLine(version) };
}

async function isFolder(ref: string): Promise<boolean> {
  if (ref === 'champion' || ref === 'candidate') return false;
  return /[\\/]/.test(ref) || (await stat(ref).catch(() => null)) !== null;
}

/** Models of before there was a registry. */
async function modelOfLatestRun(): Promise<FoundAdModel> {
  const folder = projectPath('outputs', jobName);
  if (!(await stat(path.join(folder, 'latest.json')).catch(() => null))) {
    throw new UserError(
      `there is no trained ad-quality model in ${folder}; train one with: vitrine train ad-quality, or name a folder with --model`,
    );
  }
  const run = await openLatestRun(jobName);
  const from = `run ${path.basename(run)}, which is not in the registry`;
  return { folder: path.join(run, modelFolder), version: null, from };
}
