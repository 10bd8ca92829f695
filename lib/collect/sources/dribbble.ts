import { z } from 'zod';
import type { Source } from '../source.js';
import { pageAfter } from './page-after.js';

const userSchema = z.looseObject({ login: z.string(), followers_count: z.number().optional() });
const shotsSchema = z.array(
  z.looseObject({
    id: z.number(),
    images: z.looseObject({
      hidpi: z.string().nullish(),
      normal: z.string().nullish(),
    }),
    published_at: z.string(),
  }),
);

/** The shots of the token's owner. Version 2 of the API gives no likes or views. Source: developer.dribbble.com/v2. */
export const dribbble: Source = {
  kind: 'posts',
  dialect: { service: 'Dribbble' },
  tokenVariable: 'DRIBBBLE_ACCESS_TOKEN',
  accountVariable: null,
  baseUrl: 'https://api.dribbble.com/v2',
  first: '1',
  async page(session, cursor, name) {
    const user = await session.get('account', '/user', userSchema);
    const shots = await session.get(name, `/user/shots?page=${cursor}&per_page=100`, shotsSchema);
    const rows = shots
      .filter(({ published_at }) => Date.parse(published_at) >= session.since.getTime())
      .map(({ id, images, published_at }) => ({
        id: String(id),
        account: user.login,
        platform: 'dribbble',
        image: images.hidpi ?? images.normal,
        posting_time: published_at,
        audience_size: user.followers_count,
      }));
    return { rows, next: pageAfter(cursor, await session.hasNext(name)) };
  },
};
