import { z } from 'zod';
import type { Source } from '../source.js';
import {
  graphBaseUrl,
  graphDialect,
  insightsSchema,
  metricsOf,
  nextCursor,
  pagingSchema,
  query,
} from './graph.js';

const accountSchema = z.looseObject({
  followers_count: z.number().optional(),
  username: z.string().optional(),
});
const mediaSchema = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.string(),
      media_type: z.string(),
      media_url: z.string().optional(),
      thumbnail_url: z.string().optional(),
      timestamp: z.string(),
      like_count: z.number().optional(),
      comments_count: z.number().optional(),
    }),
  ),
  paging: pagingSchema,
});
const fields = 'id,media_type,media_url,thumbnail_url,permalink,timestamp,like_count,comments_count';

/** Media of a professional account and their insights. Source: Instagram Platform, "IG User Media" and "Instagram Media Insights". */
export const instagram: Source = {
  kind: 'posts',
  dialect: graphDialect('Instagram'),
  tokenVariable: 'INSTAGRAM_ACCESS_TOKEN',
  accountVariable: 'INSTAGRAM_ACCOUNT_ID',
  baseUrl: graphBaseUrl,
  first: '',
  async page(session, cursor, name) {
    const account = await session.get(
      'account',
      `/${session.account}?${query({ fields: 'username,followers_count' })}`,
      accountSchema,
    );
    const since = Math.floor(session.since.getTime() / 1000);
    const { data, paging } = await session.get(
      name,
      `/${session.account}/media?${query({ fields, limit: 50, since, ...(cursor && { after: cursor }) })}`,
      mediaSchema,
    );
    const rows = [];
    for (const media of data) {
      const insights = await session.tryGet(
        `${name}-insights-${media.id}`,
        `/${media.id}/insights?${query({ metric: 'reach,saved,shares,views' })}`,
        insightsSchema,
      );
      const metrics = metricsOf(insights);
      rows.push({
        id: media.id,
        account: session.account,
        platform: 'instagram',
        // Of a video only its cover is a picture.
        image: media.media_type === 'VIDEO' ? media.thumbnail_url : media.media_url,
        posting_time: media.timestamp,
        likes: media.like_count,
        comments: media.comments_count,
        shares: metrics.shares,
        saves: metrics.saved,
        reach: metrics.reach,
        impressions: metrics.views,
        audience_size: account.followers_count,
      });
    }
    return { rows, next: nextCursor(paging) };
  },
};
