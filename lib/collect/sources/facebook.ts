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

const pageSchema = z.looseObject({ followers_count: z.number().optional() });
const summary = z.looseObject({ summary: z.looseObject({ total_count: z.number().optional() }).optional() });
const postsSchema = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.string(),
      created_time: z.string(),
      full_picture: z.string().optional(),
      shares: z.looseObject({ count: z.number() }).optional(),
      reactions: summary.optional(),
      comments: summary.optional(),
    }),
  ),
  paging: pagingSchema,
});
const fields =
  'id,created_time,full_picture,permalink_url,shares,reactions.limit(0).summary(total_count),comments.limit(0).summary(total_count)';

/** Published posts of a page and their insights. Source: Graph API, "Page Feed" and "Page Insights". */
export const facebook: Source = {
  kind: 'posts',
  dialect: graphDialect('Facebook'),
  tokenVariable: 'FACEBOOK_ACCESS_TOKEN',
  accountVariable: 'FACEBOOK_PAGE_ID',
  baseUrl: graphBaseUrl,
  first: '',
  async page(session, cursor, name) {
    const { followers_count } = await session.get(
      'account',
      `/${session.account}?${query({ fields: 'followers_count' })}`,
      pageSchema,
    );
    const since = Math.floor(session.since.getTime() / 1000);
    const { data, paging } = await session.get(
      name,
      `/${session.account}/published_posts?${query({ fields, limit: 50, since, ...(cursor && { after: cursor }) })}`,
      postsSchema,
    );
    const rows = [];
    for (const post of data) {
      const insights = await session.tryGet(
        `${name}-insights-${post.id}`,
        `/${post.id}/insights?${query({ metric: 'post_media_view,post_total_media_view_unique,post_clicks' })}`,
        insightsSchema,
      );
      const metrics = metricsOf(insights);
      rows.push({
        id: post.id,
        account: session.account,
        platform: 'facebook',
        image: post.full_picture,
        posting_time: post.created_time,
        likes: post.reactions?.summary?.total_count,
        comments: post.comments?.summary?.total_count,
        // Left out by the API for a post that nobody shared.
        shares: post.shares?.count ?? 0,
        clicks: metrics.post_clicks,
        reach: metrics.post_total_media_view_unique,
        impressions: metrics.post_media_view,
        audience_size: followers_count,
      });
    }
    return { rows, next: nextCursor(paging) };
  },
};
