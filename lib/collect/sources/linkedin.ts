import { z } from 'zod';
import type { Session, Source } from '../source.js';
import { pageAfter } from './page-after.js';

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
type Post = z.infer<typeof postsSchema>['elements'][number];
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
    const timeOf = (post: Post) => post.publishedAt ?? post.createdAt ?? 0;
    const posts = elements.filter((post) => timeOf(post) >= session.since.getTime());
    const statistics = await statisticsOf(
      session,
      name,
      organization,
      posts.map(({ id }) => id),
    );
    const images = await imagesOf(session, name, posts);
    const rows = posts.map((post) => {
      const counts = statistics.get(post.id);
      return {
        id: post.id,
        account: session.account,
        platform: 'linkedin',
        image: images[post.content?.media?.id ?? '']?.downloadUrl,
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
    const isLast = !paging.links?.some(({ rel }) => rel === 'next') || posts.length < elements.length;
    return { rows, next: pageAfter(cursor, !isLast, elements.length) };
  },
};

/** The statistics of posts by their id, of both kinds of posts in one request. */
async function statisticsOf(session: Session, name: string, organization: string, ids: readonly string[]) {
  const named = (parameter: string, kind: string) => {
    const urns = ids.filter((id) => id.startsWith(`urn:li:${kind}:`));
    return urns.length > 0 ? `&${parameter}=${list(urns)}` : '';
  };
  const posts = named('shares', 'share') + named('ugcPosts', 'ugcPost');
  const path = `/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity=${organization}${posts}`;
  const { elements } = posts
    ? await session.get(`${name}-statistics`, path, statisticsSchema)
    : { elements: [] };
  return new Map(elements.map((e) => [e.share ?? e.ugcPost, e.totalShareStatistics]));
}

/** The images of posts by their URN. */
async function imagesOf(session: Session, name: string, posts: readonly Post[]) {
  const urns = posts.flatMap(({ content }) => content?.media?.id ?? []);
  const images = [...new Set(urns.filter((urn) => urn.startsWith('urn:li:image:')))];
  if (images.length === 0) return {};
  const { results } = await session.get(`${name}-images`, `/images?ids=${list(images)}`, imagesSchema);
  return results;
}
