import { UserError } from '../../errors/index.js';
import { rowsByGroup } from '../../stats/resampling/index.js';
import { type Brand, type BrandGuidelines, type BrandScore, fitBrand, scoreBrand } from '../brand/brand.js';
import { describeCreative, type VisualFeatures } from '../features/extract.js';
import type { CreativeTable } from '../posts/feature-table.js';
import type { CreativeTraining } from './train.js';

/**
 * A held-out post of a platform: the one that is predicted to do worst, which advice helps most.
 * @throws {UserError} where no post of the platform was held out
 * @example weakestHeldOut(training, table, 'instagram') // the path of its image
 */
export function weakestHeldOut(
  { held, heldScores }: CreativeTraining,
  table: CreativeTable,
  platform: string,
): string {
  const rows = [...held.posts.keys()].filter((i) => held.posts[i].platform === platform);
  if (rows.length === 0)
    throw new UserError(`no held-out post is of ${platform}; choose another PLATFORM, or name an IMAGE`);
  rows.sort((a, b) => heldScores.prediction[a] - heldScores.prediction[b]);
  const { id } = held.posts[rows[0]];
  return table.images[table.posts.findIndex((post) => post.id === id && post.platform === platform)];
}

/** A brand learnt from a portfolio, and how creatives that it was not learnt from fit it. */
export interface BrandExample {
  /** Whose creatives the portfolio holds. */
  readonly name: string;
  readonly brand: Brand;
  readonly portfolio: readonly string[];
  /** Best fit first; `own` says whether it is of the portfolio's account. */
  readonly scored: readonly { readonly image: string; readonly own: boolean; readonly score: BrandScore }[];
}

const leastPortfolio = 10;
const mostPortfolio = 24;
const foreigners = 12;

/**
 * The look of the account with the most creatives, learnt from all but two of them; these two and twelve of other
 * accounts are scored. Where no account has ten creatives, the portfolio is the twelve best of all.
 * @example
 * const { name, scored } = await brandExample(table);
 * scored[0] // { image, own: true, score: { score: 96, deviations, violations } }, the best fit
 */
export async function brandExample(
  table: CreativeTable,
  guidelines?: BrandGuidelines,
): Promise<BrandExample> {
  const [account, posts] = [...rowsByGroup(table.groups)].sort((a, b) => b[1].length - a[1].length)[0];
  const best = [...table.target.keys()]
    .filter((i) => Number.isFinite(table.target[i]))
    .sort((a, b) => table.target[b] - table.target[a]);
  const enough = posts.length >= leastPortfolio;
  const rows = (enough ? posts : best).slice(0, enough ? mostPortfolio : leastPortfolio + 2);
  const others = [...table.posts.keys()].filter((i) => !rows.includes(i) && table.groups[i] !== account);
  const step = Math.max(1, Math.floor(others.length / foreigners));
  const foreign = others.filter((_, k) => k % step === 0).slice(0, foreigners);
  const looks = new Map<number, Awaited<ReturnType<typeof describeCreative>>>();
  for (const i of [...rows, ...foreign]) looks.set(i, await describeCreative(table.images[i]));
  const portfolio = rows.slice(0, -2);
  const brand = fitBrand(
    portfolio.map((i) => looks.get(i)!),
    guidelines,
  );
  const scored = [...rows.slice(-2), ...foreign].map((i) => ({
    image: table.images[i],
    own: rows.includes(i),
    score: scoreBrand(brand, looks.get(i)!),
  }));
  return {
    name: enough ? account : 'the best creatives',
    brand,
    portfolio: portfolio.map((i) => table.images[i]),
    scored: scored.sort((a, b) => b.score.score - a.score.score),
  };
}

/**
 * The visual features of each creative of a table, to hold another one against.
 * @example looksOf(table)[0].lightness // 55.2, of the first post's creative
 */
export function looksOf({ names, matrix, posts }: CreativeTable): VisualFeatures[] {
  return posts.map(
    (_, i) =>
      Object.fromEntries(
        names.map((name, j) => [name, matrix.data[i * matrix.cols + j]]),
      ) as unknown as VisualFeatures,
  );
}
