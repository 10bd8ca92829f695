import { z } from 'zod';
import type { Row, Source } from '../source.js';
import { pageAfter } from './page-after.js';

const experimentsSchema = z.array(
  z.looseObject({
    id: z.number(),
    name: z.string().optional(),
    last_modified: z.string().optional(),
  }),
);
const variationSchema = z.looseObject({
  name: z.string().optional(),
  is_baseline: z.boolean().optional(),
  rate: z.number().optional(),
  samples: z.number().optional(),
  lift: z
    .looseObject({ significance: z.number().optional(), is_significant: z.boolean().optional() })
    .optional(),
});
const resultsSchema = z.looseObject({
  metrics: z.array(
    z.looseObject({
      name: z.string().optional(),
      aggregator: z.string().optional(),
      results: z.record(z.string(), variationSchema),
    }),
  ),
});
type Metric = z.infer<typeof resultsSchema>['metrics'][number];

/** Experiments of a project and their results: one A/B test for each variation beside the baseline. Source: Optimizely REST API v2, "List Experiments" and "Get Experiment results". */
export const optimizely: Source = {
  kind: 'ab tests',
  dialect: { service: 'Optimizely' },
  tokenVariable: 'OPTIMIZELY_ACCESS_TOKEN',
  accountVariable: 'OPTIMIZELY_PROJECT_ID',
  baseUrl: 'https://api.optimizely.com/v2',
  first: '1',
  async page(session, cursor, name) {
    const experiments = await session.get(
      name,
      `/experiments?project_id=${encodeURIComponent(session.account)}&per_page=100&page=${cursor}`,
      experimentsSchema,
    );
    const rows: Row[] = [];
    for (const { id, last_modified } of experiments) {
      if (last_modified && Date.parse(last_modified) < session.since.getTime()) continue;
      const results = await session.tryGet(
        `${name}-results-${id}`,
        `/experiments/${id}/results`,
        resultsSchema,
      );
      rows.push(...testsOf(String(id), results?.metrics ?? []));
    }
    return { rows, next: pageAfter(cursor, await session.hasNext(name)) };
  },
};

/** The first metric that counts visitors is the conversion; the first with "click" in its name, the click-through. */
function testsOf(experiment: string, metrics: readonly Metric[]): Row[] {
  const shares = metrics.filter(({ aggregator }) => aggregator === 'unique');
  const clicks = shares.find(({ name }) => /click/i.test(name ?? ''));
  const conversion = shares.find((metric) => metric !== clicks) ?? clicks;
  if (!conversion) return [];
  const variations = Object.entries(conversion.results);
  const baseline = variations.find(([, { is_baseline }]) => is_baseline);
  if (!baseline) return [];
  const side = ([id, variation]: (typeof variations)[number]) => ({
    name: variation.name ?? id,
    conversion_rate: variation.rate,
    click_through_rate: clicks?.results[id]?.rate,
    impressions: variation.samples,
  });
  return variations
    .filter((variation) => variation !== baseline)
    .map((variation) => ({
      id: `${experiment}-${variation[0]}`,
      variant_a: side(baseline),
      variant_b: side(variation),
      statistical_significance: variation[1].lift?.significance ?? variation[1].lift?.is_significant,
    }));
}
