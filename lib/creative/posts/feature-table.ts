import {
  type EngagementScale,
  engagementRate,
  engagementScore,
  fitEngagementScale,
} from '../../collect/index.js';
import { UserError } from '../../errors/index.js';
import { fetchPictures } from '../../images/index.js';
import type { Rejected } from '../../records/index.js';
import { type Matrix, matrix } from '../../vectors/index.js';
import { contextOf, creativeValues, rowOfValues, tableFeatureNames } from '../features/creative-values.js';
import { visualFeatureNames } from '../features/feature-list.js';
import { type ExtractOptions, extractFeatures } from './extract-features.js';
import type { SocialPost } from './social-posts.js';

export interface FeatureTableOptions extends ExtractOptions {
  /** Constants of the target, such as those kept beside a model. Default fitted to the posts themselves. */
  readonly scale?: EngagementScale;
  /** Whether numbers in further columns of the file are features too. Default false. */
  readonly extra?: boolean;
  /** Folder that photos at http(s) addresses are kept in. Default `checkpoints/photos`. */
  readonly photoDir?: string;
  /** Ranges of addresses that are not public to fetch photos from, such as '10.1.0.0/16'. */
  readonly allowAddresses?: readonly string[];
}

/** Posts as rows that models learn from; `names` and `matrix` are the features of `vitrine/tabular`. */
export interface CreativeTable {
  /** Features: those of `creativeFeatureList`, one 0/1 column a platform (`platform_instagram` …), then extra ones. */
  readonly names: readonly string[];
  /** One row a post. NaN where a value is missing, as for an unknown audience. */
  readonly matrix: Matrix;
  /** `engagementScore` of each row, 0 to 100; NaN where the outcome is not known. */
  readonly target: Float64Array;
  /** Constants of the target; null where fewer than 20 posts have an outcome and none was given. */
  readonly scale: EngagementScale | null;
  /** The posts of the rows. */
  readonly posts: readonly SocialPost[];
  /** Account of each row, for folds: platform and name. */
  readonly groups: readonly string[];
  /** Image file of each row. */
  readonly images: readonly string[];
  /** `contentKey` of each image. */
  readonly imageKeys: readonly string[];
  /** Posts that have no row. */
  readonly rejected: readonly Rejected<'id' | 'image'>[];
}

/**
 * The features of posts, computed from their images on all cores and kept by content, with their engagement scores.
 * Posts without an image, or with one that cannot be decoded, are set aside. Images at http(s) addresses are fetched
 * as `fetchPictures` does, from public addresses only.
 * @throws {UserError} for no posts, or where no post has a usable image
 * @example
 * const { matrix, names, target } = await featureTable(records);
 * matrix.rows // posts with a usable image; matrix.cols is names.length, target.length is matrix.rows
 */
export async function featureTable(
  posts: readonly SocialPost[],
  options: FeatureTableOptions = {},
): Promise<CreativeTable> {
  if (posts.length === 0) throw new UserError('there are no posts to take features of; read a file of them');
  const rejected: Rejected<'id' | 'image'>[] = [];
  const refuse = (post: SocialPost, reason: string) =>
    void rejected.push({ id: post.id, image: post.image ?? '', reason });
  const paths = await localImages(posts, options, refuse);
  const withImage = posts.flatMap((post, i) => (paths[i] === null ? [] : [{ post, path: paths[i] }]));
  const { features, keys, failures } = await extractFeatures(
    withImage.map(({ path }) => path),
    options,
  );
  for (const [row, reason] of failures) refuse(withImage[row].post, reason);
  const rows = withImage.map((_, row) => row).filter((row) => !failures.has(row));
  if (rows.length === 0) {
    throw new UserError(`none of ${posts.length} posts has a usable image; the first: ${rejected[0].reason}`);
  }
  const kept = rows.map((row) => withImage[row].post);
  const extraNames = options.extra ? extraColumns(kept) : [];
  const names = [...tableFeatureNames, ...extraNames];
  const values = matrix(rows.length, names.length);
  const visual = visualFeatureNames.length;
  rows.forEach((row, i) => {
    const seen = features.data.subarray(row * visual, (row + 1) * visual);
    const look = Object.fromEntries(visualFeatureNames.map((name, j) => [name, seen[j]]));
    const own = creativeValues(look, contextOf(kept[i]), kept[i].extra);
    values.data.set(rowOfValues(names, own), i * names.length);
  });
  const outcomes = kept.filter((post) => engagementRate(post) !== null);
  const scale = options.scale ?? (outcomes.length >= 20 ? fitEngagementScale(kept) : null);
  return {
    names,
    matrix: values,
    target: Float64Array.from(kept, (post) => (scale ? engagementScore(post, scale) : Number.NaN)),
    scale,
    posts: kept,
    groups: kept.map(({ platform, account }) => `${platform}/${account}`),
    images: rows.map((row) => withImage[row].path),
    imageKeys: rows.map((row) => keys[row]!),
    rejected,
  };
}

/** The image file of each post; null where there is none, which `refuse` is told. */
async function localImages(
  posts: readonly SocialPost[],
  options: FeatureTableOptions,
  refuse: (post: SocialPost, reason: string) => void,
): Promise<(string | null)[]> {
  const isRemote = ({ image }: SocialPost) => image !== null && /^https?:/i.test(image);
  const { paths, refused } = await fetchPictures(
    posts.map((post) => (isRemote(post) ? [post.image!] : [])),
    { cacheDir: options.photoDir, allowAddresses: options.allowAddresses, signal: options.signal },
  );
  refused.forEach((failure, i) => void (failure && refuse(posts[i], failure.reason)));
  return posts.map((post, i) => {
    if (post.image === null) refuse(post, 'has no image');
    return isRemote(post) ? paths[i] : post.image;
  });
}

function extraColumns(posts: readonly SocialPost[]): string[] {
  const names = new Set(posts.flatMap(({ extra }) => Object.keys(extra)));
  return [...names].filter((name) => !tableFeatureNames.includes(name)).sort();
}
