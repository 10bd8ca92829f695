import { z } from 'zod';
import type { Source } from '../source.js';
import { pageAfter } from './page-after.js';

const userSchema = z.looseObject({
  user: z.looseObject({ stats: z.looseObject({ followers: z.number().optional() }).optional() }),
});
const projectsSchema = z.looseObject({
  projects: z.array(
    z.looseObject({
      id: z.number(),
      published_on: z.number(),
      covers: z.record(z.string(), z.unknown()),
      stats: z.looseObject({
        views: z.number().optional(),
        appreciations: z.number().optional(),
        comments: z.number().optional(),
      }),
    }),
  ),
});

/** The widest of the covers, whose names are their widths. */
function cover(covers: Readonly<Record<string, unknown>>): unknown {
  const widths = Object.keys(covers).filter((name) => /^\d+$/.test(name) && typeof covers[name] === 'string');
  return covers[widths.sort((a, b) => Number(b) - Number(a))[0] ?? 'original'];
}

/** Projects of a member, newest first: appreciations are likes, views are impressions. The API takes keys that were given out before it closed. Source: behance.net/dev/api/endpoints. */
export const behance: Source = {
  kind: 'posts',
  dialect: { service: 'Behance', keyIn: { parameter: 'api_key' } },
  tokenVariable: 'BEHANCE_API_KEY',
  accountVariable: 'BEHANCE_USER',
  baseUrl: 'https://api.behance.net/v2',
  first: '1',
  async page(session, cursor, name) {
    const account = encodeURIComponent(session.account);
    const { user } = await session.get('account', `/users/${account}`, userSchema);
    const { projects } = await session.get(
      name,
      `/users/${account}/projects?sort=published_date&page=${cursor}`,
      projectsSchema,
    );
    const recent = projects.filter(({ published_on }) => published_on * 1000 >= session.since.getTime());
    const rows = recent.map(({ id, published_on, covers, stats }) => ({
      id: String(id),
      account: session.account,
      platform: 'behance',
      image: cover(covers),
      posting_time: published_on,
      likes: stats.appreciations,
      comments: stats.comments,
      impressions: stats.views,
      audience_size: user.stats?.followers,
    }));
    const hasMore = projects.length > 0 && recent.length === projects.length;
    return { rows, next: pageAfter(cursor, hasMore) };
  },
};
