import { z } from 'zod';
import { rateOfScore, type SocialPlatform, socialPlatforms } from '../../collect/index.js';
import { issueSentence, UserError } from '../../errors/index.js';
import type { Contributions } from '../../tabular/index.js';
import { fromRows } from '../../vectors/index.js';
import { type Advice, advise } from '../advice/advice.js';
import { type CreativeContext, creativeValues, rowOfValues } from '../features/creative-values.js';
import { type DescribedCreative, describeCreative } from '../features/extract.js';
import { contributionsOf } from './contributions.js';
import { type CreativeModel, modelFor, scoreRows } from './creative-model.js';

export interface CreativePrediction {
  /** Expected engagement in [0, 100]; 50 is the platform's median post. */
  readonly score: number;
  /** Ends of the 90% interval. */
  readonly low: number;
  readonly high: number;
  /** Interactions per person who sees it, as the score stands for; null where the model knows no rates. */
  readonly rate: number | null;
  /** The model that answered: 'general' or the platform, the learner, and why that one. */
  readonly answeredBy: string;
  readonly learner: string;
  readonly why: string;
  /** What each feature contributed, from the mean prediction to this one; row 0 of `waterfall`. */
  readonly contributions: Contributions;
  /** Single changes that would raise the prediction. */
  readonly advice: readonly Advice[];
  readonly creative: DescribedCreative;
}

const schema = z.object({
  platform: z.enum(socialPlatforms, `must be one of ${socialPlatforms.join(', ')}`),
  hour: z.int('must be a whole hour from 0 to 23').min(0, 'must be from 0').max(23, 'must be at most 23'),
  weekday: z
    .int('must be a whole number from 0, Monday, to 6')
    .min(0, 'must be from 0, Monday')
    .max(6, 'must be at most 6, Sunday'),
  audience: z.number().min(1, 'must be at least 1').optional(),
});

/** @throws {UserError} naming what is wrong, or a platform that the model saw no post of */
export function checkContext(
  context: CreativeContext,
  model: CreativeModel,
): z.infer<typeof schema> & { readonly why: string } {
  const parsed = schema.safeParse(context);
  if (!parsed.success) {
    throw new UserError(issueSentence(parsed.error, context, { joint: '; it ' }));
  }
  const rule = model.rules.find(({ platform }) => platform === parsed.data.platform);
  if (!rule) {
    throw new UserError(
      `the model was trained on no post of ${parsed.data.platform}; it knows ${model.rules.map(({ platform }) => platform).join(', ')}`,
    );
  }
  return { ...parsed.data, why: rule.why };
}

/**
 * How a creative will do: a score with its 90% interval, which model says so, what each feature contributed, and which
 * changes would raise it. About 50 ms for an image of 1080 × 1080.
 * @param image an image file, or the bytes of one
 * @throws {ImageError} for what is no image; {UserError} for a platform, hour or weekday that is none
 * @example
 * const { model } = await findCreativeModel();
 * const context = { platform: 'instagram', hour: 18, weekday: 3, audience: 50_000 };
 * await predictCreative('creative.jpg', context, model) // { score: 61.2, low: 38.4, high: 84.1, advice: […], … }
 */
export async function predictCreative(
  image: string | Uint8Array,
  context: CreativeContext,
  model: CreativeModel,
): Promise<CreativePrediction> {
  const { why, ...checked } = checkContext(context, model);
  const { platform } = checked;
  const creative = await describeCreative(image);
  const values = creativeValues(creative.features, checked);
  const unknown = model.names.filter((name) => !Object.hasOwn(values, name));
  if (unknown.length > 0) {
    throw new UserError(
      `the model takes features that an image does not give: ${unknown.join(', ')}; train one without extra columns`,
    );
  }
  const features = { names: model.names, matrix: fromRows([rowOfValues(model.names, values)]) };
  const { prediction, low, high } = scoreRows(model, features, [platform]);
  const { name, fitted } = modelFor(model, platform);
  const [score] = prediction;
  return {
    score,
    low: low[0],
    high: high[0],
    rate: model.scale && rateOfScore(Math.min(99.9, Math.max(0.1, score)), platform, model.scale),
    answeredBy: name,
    learner: fitted.learner,
    why,
    contributions: contributionsOf(fitted.model, features, model.reference.rows),
    advice: advise(fitted.model, values, referenceRows(model, platform)),
    creative,
  };
}

const rangesOf = new WeakMap<CreativeModel, Map<string, Record<string, number>[]>>();

/** Rows of the platform by name, for the ranges of the advice. */
function referenceRows(model: CreativeModel, platform: SocialPlatform): Record<string, number>[] {
  const known = rangesOf.get(model) ?? new Map<string, Record<string, number>[]>();
  rangesOf.set(model, known);
  const kept = known.get(platform);
  if (kept) return kept;
  const { posts, matrix, names } = model.reference.rows;
  const rows = posts.flatMap((post, i) =>
    post.platform === platform
      ? [Object.fromEntries(names.map((name, j) => [name, matrix.data[i * matrix.cols + j]]))]
      : [],
  );
  known.set(platform, rows);
  return rows;
}
