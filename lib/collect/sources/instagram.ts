import { z } from 'zod';
import { graphSource } from './graph.js';

/** Media of a professional account and their insights. Source: Instagram Platform, "IG User Media" and "Instagram Media Insights". */
export const instagram = graphSource({
  service: 'Instagram',
  platform: 'instagram',
  tokenVariable: 'INSTAGRAM_ACCESS_TOKEN',
  accountVariable: 'INSTAGRAM_ACCOUNT_ID',
  accountFields: 'username,followers_count',
  edge: 'media',
  fields: 'id,media_type,media_url,thumbnail_url,permalink,timestamp,like_count,comments_count',
  schema: z.looseObject({
    id: z.string(),
    media_type: z.string(),
    media_url: z.string().optional(),
    thumbnail_url: z.string().optional(),
    timestamp: z.string(),
    like_count: z.number().optional(),
    comments_count: z.number().optional(),
  }),
  metric: 'reach,saved,shares,views',
  columns: (media, metrics) => ({
    // Of a video only its cover is a picture.
    image: media.media_type === 'VIDEO' ? media.thumbnail_url : media.media_url,
    posting_time: media.timestamp,
    likes: media.like_count,
    comments: media.comments_count,
    shares: metrics.shares,
    saves: metrics.saved,
    reach: metrics.reach,
    impressions: metrics.views,
  }),
});
