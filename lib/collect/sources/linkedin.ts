import { z } from 'zod';
import type { Source } from '../source.js';

const count = 50;
const sizeSchema = z.looseObject({ firstDegreeSize: z.number() });
const organizationSchema = z.looseObject({
  staffCountRange: z.string().optional(),
  localizedIndustries: z.array(z.string()).optional(),
});
const postsSchema = z.looseObject({
  elements: z.array(
    z.looseObject({
      id: z.string(),
      publishedAt: z.number().optional(),
      createdAt: z.number().optional(),
      content: z.looseObject({ media: z.looseObject({ id: z.string() }).optional() }).optional(),
    }),
  ),
  paging: z.looseObject({ links: z.array(z.looseObject({ rel: z.string() })).optional() }),
});
const statisticsSchema = z.looseObject({
  elements: z.array(
    z.looseObject({
      share: z.string().optional(),
      ugcPost: z.string().optional(),
      totalShareStatistics: z.looseObject({
        likeCount: z.number().optional(),
        commentCount: z.number().optional(),
        shareCount: z.number().optional(),
        clickCount: z.number().optional(),
        impressionCount: z.number().optional(),
        uniqueImpressionsCount: z.number().optional(),
        engagement: z.number().optional(),
      }),
    }),
  ),
});
const imagesSchema = z.looseObject({
  results: z.record(z.string(), z.looseObject({ downloadUrl: z.string().optional() })),
});

const list = (urns: readonly string[]) => `List(${urns.map(encodeURIComponent).join(',')})`;

/** Posts of an organisation, newest first, and their organic statistics. Source: LinkedIn Marketing, "Posts API" and "Organization Share Statistics". */
export const linkedin: Source = {
  kind: 'posts',
  dialect: {
    service: 'LinkedIn',
    headers: { 'linkedin-version': '202606', 'x-restli-protocol-version': '2.0.0' },
  },
  tokenVariable: 'LINKEDIN_ACCESS_TOKEN',
  accountVariable: 'LINKEDIN_ORGANIZATION_ID',
  baseUrl: 'https://api.linkedin.com/rest',
  first: '0',
  async page(session, cursor, name) {
    const organization = encodeURIComponent(`urn:li:organization:${session.account}`);
    const audience = await session.tryGet(
      'followers',
      `/networkSizes/${organization}?edgeType=COMPANY_FOLLOWED_BY_MEMBER`,
      sizeSchema,
    );
    const company = await session.tryGet(
      'organization',
      `/organizations/${session.account}`,
      organizationSchema,
    );
    const { elements, paging } = await session.get(
      name,
      `/posts?author=${organization}&q=author&sortBy=CREATED&count=${count}&start=${cursor}`,
      postsSchema,
    );
    const timeOf = (post: (typeof elements)[number]) => post.publishedAt ?? post.createdAt ?? 0;
    const posts = elements.filter((post) => timeOf(post) >= session.since.getTime());
    const ids = posts.map(({ id }) => id);
    const shares = ids.filter((id) => id.startsWith('urn:li:share:'));
    const ugcPosts = ids.filter((id) => id.startsWith('urn:li:ugcPost:'));
    const named = `${shares.length ? `&shares=${list(shares)}` : ''}${ugcPosts.length ? `&ugcPosts=${list(ugcPosts)}` : ''}`;
    const statistics = named
      ? await session.get(
          `${name}-statistics`,
          `/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity=${organization}${named}`,
          statisticsSchema,
        )
      : { elements: [] };
    const of = new Map(statistics.elements.map((e) => [e.share ?? e.ugcPost, e.totalShareStatistics]));
    const images = posts.flatMap(({ content }) => {
      const id = content?.media?.id;
      return id?.startsWith('urn:li:image:') ? [id] : [];
    });
    const files = images.length
      ? await session.get(`${name}-images`, `/images?ids=${list([...new Set(images)])}`, imagesSchema)
      : { results: {} };
    const rows = posts.map((post) => {
      const counts = of.get(post.id);
      return {
        id: post.id,
        account: session.account,
        platform: 'linkedin',
        image: files.results[post.content?.media?.id ?? '']?.downloadUrl,
        posting_time: timeOf(post),
        likes: counts?.likeCount,
        comments: counts?.commentCount,
        shares: counts?.shareCount,
        clicks: counts?.clickCount,
        impressions: counts?.impressionCount,
        reach: counts?.uniqueImpressionsCount,
        engagement_rate: counts?.engagement,
        audience_size: audience?.firstDegreeSize,
        company_size: company?.staffCountRange,
        industry: company?.localizedIndustries?.[0],
      };
    });
    const more = paging.links?.some(({ rel }) => rel === 'next') && posts.length === elements.length;
    return { rows, next: more ? String(Number(cursor) + elements.length) : null };
  },
};
