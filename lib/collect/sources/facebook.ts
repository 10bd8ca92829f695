import { z } from 'zod';
import { graphSource } from './graph.js';

const summary = z.looseObject({ summary: z.looseObject({ total_count: z.number().optional() }).optional() });

/** Published posts of a page and their insights. Source: Graph API, "Page Feed" and "Page Insights". */
export const facebook = graphSource({
  service: 'Facebook',
  platform: 'facebook',
  tokenVariable: 'FACEBOOK_ACCESS_TOKEN',
  accountVariable: 'FACEBOOK_PAGE_ID',
  accountFields: 'followers_count',
  edge: 'published_posts',
  fields:
    'id,created_time,full_picture,permalink_url,shares,reactions.limit(0).summary(total_count),comments.limit(0).summary(total_count)',
  schema: z.looseObject({
    id: z.string(),
    created_time: z.string(),
    full_picture: z.string().optional(),
    shares: z.looseObject({ count: z.number() }).optional(),
    reactions: summary.optional(),
    comments: summary.optional(),
  }),
  metric: 'post_media_view,post_total_media_view_unique,post_clicks',
  columns: (post, metrics) => ({
    image: post.full_picture,
    posting_time: post.created_time,
    likes: post.reactions?.summary?.total_count,
    comments: post.comments?.summary?.total_count,
    // Left out by the API for a post that nobody shared.
    shares: post.shares?.count ?? 0,
    clicks: metrics.post_clicks,
    reach: metrics.post_total_media_view_unique,
    impressions: metrics.post_media_view,
  }),
});
