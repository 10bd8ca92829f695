import { z } from 'zod';
import type { Dialect } from '../../http/index.js';
import type { Row, Source } from '../source.js';

const errorSchema = z.looseObject({ error: z.looseObject({ code: z.number() }) });
/** Too many calls: of the app, the user, the page, or a business use case. */
const limitCodes = new Set([4, 17, 32, 613]);

/** The Graph API answers HTTP 400 to an expired token (code 190) and to too many calls; a missing permission is 10 or 200 to 299. */
const dialect: Omit<Dialect, 'service'> = {
  // It repeats the token in the addresses of further pages.
  clean: (text) => text.replace(/access_token=[^&"\\]+/g, 'access_token=[removed]'),
  faultOf: (_status, body) => {
    const parsed = errorSchema.safeParse(body);
    if (!parsed.success) return undefined;
    const { code } = parsed.data.error;
    if (code === 190 || code === 102) return 'refused';
    return limitCodes.has(code) || (code >= 80_000 && code <= 80_014) ? 'limited' : undefined;
  },
};

const accountSchema = z.looseObject({ followers_count: z.number().optional() });
const pagingSchema = z
  .looseObject({
    cursors: z.looseObject({ after: z.string().optional() }).optional(),
    next: z.string().optional(),
  })
  .optional();
const insightsSchema = z.looseObject({
  data: z.array(
    z.looseObject({
      name: z.string(),
      values: z.array(z.looseObject({ value: z.unknown() })).optional(),
      total_value: z.looseObject({ value: z.unknown() }).optional(),
    }),
  ),
});

/** The metrics of a post by name; those that are not numbers are left out. */
type Metrics = Readonly<Record<string, number | undefined>>;

/** What is collected from one of the networks of the Graph API. */
interface GraphPosts<Post> {
  readonly service: string;
  /** As the rows name it. */
  readonly platform: string;
  readonly tokenVariable: string;
  readonly accountVariable: string;
  /** Fields of the account, `followers_count` among them. */
  readonly accountFields: string;
  /** Edge of the account that lists its posts. */
  readonly edge: string;
  readonly fields: string;
  readonly schema: z.ZodType<Post>;
  /** Names of the insights to ask for, with commas between. */
  readonly metric: string;
  /** The columns of a post between `platform` and `audience_size`. */
  columns(post: Post, metrics: Metrics): Row;
}

/** The posts of an account and the insights of each, fifty posts a page. */
export function graphSource<Post extends { readonly id: string }>(about: GraphPosts<Post>): Source {
  const { service, platform, tokenVariable, accountVariable, accountFields, edge, fields, metric } = about;
  const pageSchema = z.looseObject({ data: z.array(about.schema), paging: pagingSchema });
  return {
    kind: 'posts',
    dialect: { service, ...dialect },
    tokenVariable,
    accountVariable,
    baseUrl: 'https://graph.facebook.com/v24.0',
    first: '',
    async page(session, cursor, name) {
      const { account } = session;
      const { followers_count } = await session.get(
        'account',
        `/${account}?${query({ fields: accountFields })}`,
        accountSchema,
      );
      const since = Math.floor(session.since.getTime() / 1000);
      const { data, paging } = await session.get(
        name,
        `/${account}/${edge}?${query({ fields, limit: 50, since, ...(cursor && { after: cursor }) })}`,
        pageSchema,
      );
      const rows: Row[] = [];
      for (const post of data) {
        const { id } = post;
        const path = `/${id}/insights?${query({ metric })}`;
        const metrics = metricsOf(await session.tryGet(`${name}-insights-${id}`, path, insightsSchema));
        const columns = about.columns(post, metrics);
        rows.push({ id, account, platform, ...columns, audience_size: followers_count });
      }
      // The address in `paging.next` only says whether there is a further page, as it carries the token.
      return { rows, next: paging?.next ? (paging.cursors?.after ?? null) : null };
    },
  };
}

function metricsOf(insights: z.infer<typeof insightsSchema> | null): Metrics {
  const found = (insights?.data ?? []).map(({ name, values, total_value }) => [
    name,
    values?.[0]?.value ?? total_value?.value,
  ]);
  return Object.fromEntries(found.filter(([, value]) => typeof value === 'number'));
}

function query(parameters: Readonly<Record<string, string | number>>): string {
  return new URLSearchParams(
    Object.entries(parameters).map(([name, value]) => [name, String(value)]),
  ).toString();
}
