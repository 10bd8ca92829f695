import { describe, expect, it } from 'vitest';
import { advise } from '../advice/advice.js';
import type { DescribedCreative, VisualFeatures } from '../features/extract.js';
import { visualFeatureNames } from '../features/feature-list.js';
import { fitBrand, scoreBrand } from './brand.js';
import { standingAmong } from './competitors.js';

const features = (values: Record<string, number>) =>
  ({
    ...Object.fromEntries(visualFeatureNames.map((name) => [name, 0.5])),
    ...values,
  }) as unknown as VisualFeatures;
const creative = (
  values: Record<string, number>,
  lab: readonly [number, number, number] = [53, 80, 67],
): DescribedCreative => ({
  features: features(values),
  palette: [{ lab, share: 1, luminance: 0.2 }],
  text: [],
});
const portfolio = Array.from({ length: 12 }, (_, i) =>
  creative({ lightness: 60 + i, white_space: 0.4 + 0.01 * i }),
);

describe('brand consistency', () => {
  it('gives 100 to a design like the others, and less the farther one is', () => {
    const brand = fitBrand(portfolio);
    expect(scoreBrand(brand, creative({ lightness: 66, white_space: 0.45 }))).toEqual({
      score: 100,
      deviations: [],
      violations: [],
    });
    const off = scoreBrand(brand, creative({ lightness: 10, white_space: 0.45 }));
    const farther = scoreBrand(brand, creative({ lightness: 10, white_space: 0.45, balance: 0 }));
    expect(off.score).toBeLessThan(90);
    expect(farther.score).toBeLessThan(off.score);
  });

  it('says what is off, in which direction, and what is usual', () => {
    const [worst] = scoreBrand(
      fitBrand(portfolio),
      creative({ lightness: 10, white_space: 0.45 }),
    ).deviations;
    expect(worst).toMatchObject({ feature: 'lightness', value: 10 });
    expect(worst.z).toBeLessThan(-2.5);
    expect(worst.usual[0]).toBeCloseTo(60.55, 2);
  });

  it('holds a design against written guidelines', () => {
    const brand = fitBrand(portfolio, { colors: ['#ff0000'], limits: { white_space: [0.3, 1] } });
    expect(scoreBrand(brand, creative({ lightness: 66, white_space: 0.45 })).violations).toEqual([]);
    const { violations, score } = scoreBrand(
      brand,
      creative({ lightness: 66, white_space: 0.1 }, [32, 79, -108]),
    );
    expect(violations).toEqual([
      "100% of the area is in colours that are not the brand's; 10% are allowed",
      'white_space is 0.1; 0.3 to 1 is allowed',
    ]);
    expect(score).toBeLessThan(64.1);
  });

  it('refuses a small portfolio, a colour that is none, a limit on nothing', () => {
    expect(() => fitBrand(portfolio.slice(0, 7))).toThrow(/7 creatives .* at least 8/);
    expect(() => fitBrand(portfolio, { colors: ['red'] })).toThrow(/"red" is none|'red' is none/);
    expect(() => fitBrand(portfolio, { limits: { shine: [0, 1] } })).toThrow(/no feature .*shine/);
  });
});

describe('standing among competitors', () => {
  it('counts those below, and ties half', () => {
    const others = [1, 2, 3, 4, 5, 5, 7, 8, 9, 10].map((lightness) => features({ lightness }));
    const standing = standingAmong(features({ lightness: 5 }), others).find(
      ({ feature }) => feature === 'lightness',
    );
    expect(standing).toEqual({ feature: 'lightness', value: 5, percentile: 50, competitorMedian: 5 });
    const [first] = standingAmong(features({ lightness: 11 }), others);
    expect(first).toMatchObject({ feature: 'lightness', percentile: 100 });
  });

  it('needs ten of them', () => {
    expect(() => standingAmong(features({}), [features({})])).toThrow(/1 creatives .* at least 10/);
  });
});

describe('advice', () => {
  const model = {
    kind: 'ridge' as const,
    names: ['lightness', 'white_space', 'hour'],
    predict: (x: { matrix: { rows: number; cols: number; data: Float32Array } }) =>
      Float64Array.from({ length: x.matrix.rows }, (_, i) => {
        const [light, white, hour] = x.matrix.data.subarray(3 * i, 3 * i + 3);
        return -Math.abs(light - 50) + 20 * white + 100 * hour;
      }),
    toJSON: () => ({ kind: 'ridge' as const, names: [] }),
  };
  const table = Array.from({ length: 101 }, (_, i) => ({ lightness: i, white_space: i / 100, hour: i % 24 }));

  it('moves each visual feature to its best place within the data, and leaves the context alone', () => {
    const advice = advise(model as never, { lightness: 20, white_space: 0.9, hour: 3 }, table);
    expect(advice.map(({ feature, direction }) => [feature, direction])).toEqual([
      ['lightness', 'raise'],
      ['white_space', 'raise'],
    ]);
    expect(advice[0].to).toBeCloseTo(50, 5);
    expect(advice[0].gain).toBeCloseTo(30, 5);
    expect(advice[1].to).toBeCloseTo(0.95, 5);
    expect(advice[1].gain).toBeCloseTo(1, 4);
  });

  it('has nothing to say where nothing helps', () => {
    expect(advise(model as never, { lightness: 50, white_space: 0.96, hour: 3 }, table)).toEqual([]);
  });
});
