import { UserError } from '../../errors/index.js';
import type { DataSource } from '../../monitor/registry/index.js';
import { drawCreatives } from '../../samples/index.js';
import type { RecordFile } from '../posts/records.js';
import { readSocialPosts, type SocialPost } from '../posts/social-posts.js';

export type CreativeMode = 'quick' | 'full';

/** Creatives drawn in each mode. */
const drawn: Readonly<Record<CreativeMode, number>> = { quick: 200, full: 2000 };

/** Where posts come from. */
export interface CreativeSource {
  readonly posts: readonly SocialPost[];
  /** One sentence. */
  readonly description: string;
  /** Absolute path of the file. */
  readonly path: string;
  /** Rows of the file that could not be used. */
  readonly rejected: RecordFile<SocialPost>['rejected'];
  /** For the registry: what is drawn never shares one with posts of one's own. */
  readonly data: DataSource;
  /** Root mean squared error that the noise of drawn data leaves any model; null for data of one's own. */
  readonly noiseRmse: number | null;
}

/**
 * Posts of a file, or drawn ones: 200 in quick, 2,000 in full mode.
 * @param options.data JSON, JSON Lines or CSV; '' draws
 * @throws {UserError} for a file that cannot be read, or an unknown mode
 * @example
 * const { posts, description } = await creativeSource({ data: 'posts.csv' });
 * description // '412 posts of posts.csv; 3 rows set aside'
 */
export async function creativeSource(options: {
  readonly data?: string;
  readonly mode?: CreativeMode;
  readonly seed?: number;
  readonly onProgress?: (done: number, total: number) => void;
}): Promise<CreativeSource> {
  const { data = '', mode = 'quick', seed = 42, onProgress } = options;
  if (data) {
    const { records, rejected, path } = await readSocialPosts(data);
    const aside = rejected.length > 0 ? `; ${rejected.length} rows set aside` : '';
    return {
      posts: records,
      description: `${records.length} posts of ${data}${aside}`,
      path,
      rejected,
      data: { name: data, invented: false },
      noiseRmse: null,
    };
  }
  const count = drawn[mode];
  if (count === undefined)
    throw new UserError(`there is no mode ${JSON.stringify(mode)}; choose quick or full`);
  const set = await drawCreatives({ count, seed, onProgress });
  const { records: posts } = await readSocialPosts(set.postsPath);
  return {
    posts,
    description: `${posts.length} drawn creatives with invented engagement (${set.generated ? 'drawn now' : 'drawn before'}): ${set.folder}`,
    path: set.postsPath,
    rejected: [],
    data: { name: `${posts.length} drawn creatives, seed ${seed}`, invented: true },
    noiseRmse: set.ceiling.rmse,
  };
}
