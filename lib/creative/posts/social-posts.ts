import path from 'node:path';
import { z } from 'zod';
import { creativePlatforms, engagementRate } from '../../collect/index.js';
import { field } from './fields.js';
import { parseRecords, type RecordKind } from './parse-records.js';
import type { ReadOptions, RecordFile } from './records.js';

/** A creative as it was posted, and what came of it. Counts are null where they are not known. */
export interface SocialPost {
  readonly id: string;
  /** Who posted; rows of one account are never divided between folds. 'own' where the file names none. */
  readonly account: string;
  readonly platform: (typeof creativePlatforms)[number];
  /** Absolute path of the image, or its http(s) address; null where there is none. */
  readonly image: string | null;
  /** ISO 8601 with an offset. Hour and weekday are those of the clock at that offset. */
  readonly postingTime: string;
  readonly likes: number | null;
  readonly comments: number | null;
  readonly shares: number | null;
  readonly saves: number | null;
  readonly clicks: number | null;
  /** People who saw it. */
  readonly reach: number | null;
  /** Times it was seen; what Instagram and TikTok call views. */
  readonly impressions: number | null;
  /** Followers of the account. */
  readonly audienceSize: number | null;
  /** As the platform reports it, a share in [0, 1]; used where counts are missing. */
  readonly engagementRate: number | null;
  readonly companySize: string | null;
  readonly industry: string | null;
  /** Numbers in further columns, by name. */
  readonly extra: Readonly<Record<string, number>>;
}

const schemaAt = (now: number) =>
  z.object({
    id: field.text,
    account: field.optionalText,
    platform: z.preprocess(
      (value) => (typeof value === 'string' ? value.trim().toLowerCase() : value),
      z.enum(creativePlatforms, `is no platform known here: ${creativePlatforms.join(', ')}`),
    ),
    image: field.optionalText,
    posting_time: field.pastTime(now),
    likes: field.count,
    comments: field.count,
    shares: field.count,
    saves: field.count,
    clicks: field.count,
    reach: field.count,
    impressions: field.count,
    audience_size: field.count,
    engagement_rate: field.optionalShare,
    company_size: field.optionalText,
    industry: field.optionalText,
  });

type Fields = z.infer<ReturnType<typeof schemaAt>>;

const aliases = {
  id: ['post_id', 'creative_id', 'media_id'],
  account: ['account_id', 'page_id', 'user_id', 'username'],
  image: ['image_path', 'image_url', 'media_url', 'full_picture'],
  posting_time: ['timestamp', 'posted_at', 'published_at', 'created_time', 'date'],
  likes: ['like_count', 'reactions'],
  comments: ['comments_count', 'comment_count'],
  shares: ['share_count', 'reposts'],
  saves: ['saved', 'save_count'],
  clicks: ['click_count'],
  impressions: ['views', 'impression_count'],
  audience_size: ['followers', 'followers_count'],
};

/**
 * Reads posts with their engagement from a JSON, JSON Lines or CSV file. Fields in snake or camel case: id, platform
 * and posting_time are needed; account, image (a path relative to the file, or an address), likes, comments, shares,
 * saves, clicks, reach, impressions, audience_size, engagement_rate, company_size, industry may be missing. Rows that
 * cannot be used — an unknown platform, a count below 0, a date in the future, an id that came before — are set aside.
 * @param file relative paths start at the project's root
 * @throws {UserError} for a file that cannot be read, or without a usable row
 */
export function readSocialPosts(
  file: string,
  { now = Date.now() }: ReadOptions = {},
): Promise<RecordFile<SocialPost>> {
  const schema = schemaAt(now);
  const known = new Set(Object.keys(schema.shape));
  const kind: RecordKind<Fields, SocialPost> = {
    called: 'posts',
    schema,
    aliases,
    record: (fields, file, raw) => toPost(fields, file, numbersIn(raw, known)),
    key: ({ platform, id }) => `${platform}\n${id}`,
    warnings: warningsOf,
  };
  return parseRecords(file, kind);
}

function toPost(fields: Fields, file: string, extra: Record<string, number>): SocialPost {
  const { image } = fields;
  const isAddress = image !== null && /^https?:/i.test(image);
  return {
    id: fields.id,
    account: fields.account ?? 'own',
    platform: fields.platform,
    image: image === null || isAddress ? image : path.resolve(path.dirname(file), image),
    postingTime: fields.posting_time,
    likes: fields.likes,
    comments: fields.comments,
    shares: fields.shares,
    saves: fields.saves,
    clicks: fields.clicks,
    reach: fields.reach,
    impressions: fields.impressions,
    audienceSize: fields.audience_size,
    engagementRate: fields.engagement_rate,
    companySize: fields.company_size,
    industry: fields.industry,
    extra,
  };
}

function numbersIn(
  raw: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
): Record<string, number> {
  const given = Object.entries(raw).filter(
    ([name, value]) => !known.has(name) && value !== '' && value !== null && typeof value !== 'boolean',
  );
  const numbers = given.map(([name, value]): [string, number] => [name, Number(value)]);
  return Object.fromEntries(numbers.filter(([, number]) => Number.isFinite(number)));
}

/** A rate that the platform reports may count other things; more than this apart it is about something else. */
const rateTolerance = 0.5;

function warningsOf(post: SocialPost): string[] {
  const warnings: string[] = [];
  const { reach, impressions } = post;
  if (reach !== null && impressions !== null && reach > impressions) {
    warnings.push(`reach ${reach} is above impressions ${impressions}; are the columns exchanged?`);
  }
  const counted = engagementRate({ ...post, engagementRate: null });
  if (counted !== null && counted > 1)
    warnings.push(`more interactions than people who saw it (rate ${counted.toFixed(2)})`);
  if (counted !== null && post.engagementRate !== null) {
    const apart = Math.abs(counted - post.engagementRate);
    if (apart > rateTolerance * Math.max(counted, post.engagementRate) && apart > 0.002) {
      warnings.push(
        `engagement_rate ${post.engagementRate} differs from the counts, which give ${counted.toFixed(4)}`,
      );
    }
  }
  return warnings;
}
