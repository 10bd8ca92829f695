import path from 'node:path';
import { z } from 'zod';
import { type ResultTable, resultTable } from '../../records/index.js';
import { type TwoProportionTest, twoProportionTest } from '../../stats/index.js';
import { field } from './fields.js';
import { parseRecords, type RecordKind } from './parse-records.js';
import type { RecordFile } from './records.js';

/** One side of an A/B test. */
export interface AbVariant {
  readonly name: string | null;
  readonly image: string | null;
  /** Conversions per impression, in [0, 1]. */
  readonly conversionRate: number;
  /** Clicks per impression, in [0, 1]; null where it was not measured. */
  readonly clickThroughRate: number | null;
  readonly impressions: number;
}

export interface AbTest {
  readonly id: string;
  readonly a: AbVariant;
  readonly b: AbVariant;
  /** As reported: significant or not, or the confidence 1 − p in [0, 1]; null where nothing was. */
  readonly statisticalSignificance: boolean | number | null;
  /** Our own test of the conversion rates. */
  readonly test: TwoProportionTest;
}

const side = {
  name: field.optionalText,
  image: field.optionalText,
  conversion_rate: field.share,
  click_through_rate: field.optionalShare,
  impressions: field.neededCount.refine((n) => n >= 1, 'is 0; leave out tests that nobody saw'),
};
const schema = z.object({
  id: field.text,
  statistical_significance: field.confidence,
  variant_a_name: side.name,
  variant_a_image: side.image,
  variant_a_conversion_rate: side.conversion_rate,
  variant_a_click_through_rate: side.click_through_rate,
  variant_a_impressions: side.impressions,
  variant_b_name: side.name,
  variant_b_image: side.image,
  variant_b_conversion_rate: side.conversion_rate,
  variant_b_click_through_rate: side.click_through_rate,
  variant_b_impressions: side.impressions,
});

type Fields = z.infer<typeof schema>;

const sideNames = ['name', 'image', 'conversion_rate', 'click_through_rate', 'impressions'];
const aliases = {
  id: ['test_id', 'experiment_id'],
  statistical_significance: ['significance', 'confidence'],
  ...Object.fromEntries(
    ['a', 'b'].flatMap((v) =>
      sideNames.map((name) => [`variant_${v}_${name}`, [`${v}_${name}`, `${name}_${v}`]]),
    ),
  ),
};

/** The level at which a difference counts as significant. */
const level = 0.05;

/**
 * Reads A/B tests of two variants from a JSON, JSON Lines or CSV file: id, then for each variant conversion_rate,
 * impressions and, if known, click_through_rate, name, image, as `variants: [{…}, {…}]`, `variant_a: {…}` or columns
 * `variant_a_conversion_rate` …; and statistical_significance: true or false, or the confidence 1 − p. Where our own
 * two-proportion test at the 5% level contradicts it, a warning names the row.
 * @throws {UserError} for a file that cannot be read, or without a usable row
 */
export function readAbTests(file: string): Promise<RecordFile<AbTest>> {
  const kind: RecordKind<Fields, AbTest> = {
    called: 'A/B tests',
    schema,
    aliases,
    record: (fields, file) => toTest(fields, file),
    key: ({ id }) => id,
    warnings: contradiction,
  };
  return parseRecords(file, kind);
}

/**
 * Tests as a table, a row a test: the conversion rates, z and p of our own test, and the better variant where the
 * difference is significant at the 5% level.
 * @example console.log(`${abTestTable((await readAbTests('tests.csv')).records)}`)
 */
export function abTestTable(tests: readonly AbTest[]): ResultTable {
  const percent = (share: number) => `${(100 * share).toFixed(2)}%`;
  return resultTable(
    tests.map(({ id, a, b, test: { z, pValue } }) => ({
      test: id,
      A: percent(a.conversionRate),
      B: percent(b.conversionRate),
      impressions: a.impressions + b.impressions,
      z: z.toFixed(2),
      p: pValue < 0.0001 ? '<0.0001' : pValue.toFixed(4),
      better: pValue >= level ? '–' : z > 0 ? (b.name ?? 'B') : (a.name ?? 'A'),
    })),
  );
}

function toTest(fields: Fields, file: string): AbTest {
  const variant = (v: 'a' | 'b'): AbVariant => {
    const image = fields[`variant_${v}_image`];
    return {
      name: fields[`variant_${v}_name`],
      image: image === null || /^https?:/i.test(image) ? image : path.resolve(path.dirname(file), image),
      conversionRate: fields[`variant_${v}_conversion_rate`],
      clickThroughRate: fields[`variant_${v}_click_through_rate`],
      impressions: fields[`variant_${v}_impressions`],
    };
  };
  const [a, b] = [variant('a'), variant('b')];
  const counts = ({ conversionRate, impressions: n }: AbVariant) => ({
    successes: Math.round(conversionRate * n),
    n,
  });
  return {
    id: fields.id,
    a,
    b,
    statisticalSignificance: fields.statistical_significance,
    test: twoProportionTest(counts(a), counts(b)),
  };
}

function contradiction({ id, statisticalSignificance: said, test }: AbTest): string[] {
  if (said === null) return [];
  const claimed = typeof said === 'boolean' ? said : said >= 1 - level;
  if (claimed === test.pValue < level) return [];
  const claim =
    typeof said === 'boolean' ? (said ? 'significant' : 'not significant') : `a confidence of ${said}`;
  return [
    `test ${id} is reported as ${claim}, but its counts give z = ${test.z.toFixed(2)}, p = ${test.pValue.toPrecision(2)}${typeof said === 'number' ? '; statistical_significance is 1 − p' : ''}`,
  ];
}
