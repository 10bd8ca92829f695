import { z } from 'zod';
import type { Dialect } from '../../http/index.js';

const errorSchema = z.looseObject({ error: z.looseObject({ code: z.number() }) });
/** Too many calls: of the app, the user, the page, or a business use case. */
const limitCodes = new Set([4, 17, 32, 613]);

/** The Graph API answers HTTP 400 to an expired token (code 190) and to too many calls; a missing permission is 10 or 200 to 299. */
export function graphDialect(service: string): Dialect {
  return {
    service,
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
}

export const graphBaseUrl = 'https://graph.facebook.com/v24.0';

export const pagingSchema = z
  .looseObject({
    cursors: z.looseObject({ after: z.string().optional() }).optional(),
    next: z.string().optional(),
  })
  .optional();

/** The cursor of the next page; the address in `paging.next` only says whether there is one, as it carries the token. */
export function nextCursor(paging: z.infer<typeof pagingSchema>): string | null {
  return paging?.next ? (paging.cursors?.after ?? null) : null;
}

export const insightsSchema = z.looseObject({
  data: z.array(
    z.looseObject({
      name: z.string(),
      values: z.array(z.looseObject({ value: z.unknown() })).optional(),
      total_value: z.looseObject({ value: z.unknown() }).optional(),
    }),
  ),
});

/** The metrics of a post by name; those that are not numbers are left out. */
export function metricsOf(
  insights: z.infer<typeof insightsSchema> | null,
): Record<string, number | undefined> {
  const found = (insights?.data ?? []).map(({ name, values, total_value }) => [
    name,
    values?.[0]?.value ?? total_value?.value,
  ]);
  return Object.fromEntries(found.filter(([, value]) => typeof value === 'number'));
}

/** A query string. */
export function query(parameters: Readonly<Record<string, string | number>>): string {
  return new URLSearchParams(
    Object.entries(parameters).map(([name, value]) => [name, String(value)]),
  ).toString();
}
