import { ArgumentError, shown } from '../../errors/index.js';
import { channels, labChannels } from '../../images/color/index.js';
import { quantile } from '../../stats/index.js';
import type { DescribedCreative } from '../features/extract.js';
import { creativeFeatureList, visualFeatureNames } from '../features/feature-list.js';
import { type FeatureRange, featureRange } from './ranges.js';

/** What a brand has written down. */
export interface BrandGuidelines {
  /** The brand's colours, '#rrggbb'. Black, white and greys are always allowed. */
  readonly colors?: readonly string[];
  /** How far, in ΔE 1976, a colour may be from the nearest of `colors`. Default 20. */
  readonly colorTolerance?: number;
  /** Share of the area that other colours may fill. Default 0.1. */
  readonly otherColors?: number;
  /** Least and largest value of any visual feature: { text_coverage: [0, 0.2] }. */
  readonly limits?: Readonly<Record<string, readonly [number, number]>>;
}

/** A brand as its portfolio shows it. */
export interface Brand {
  readonly ranges: Readonly<Record<string, FeatureRange>>;
  /** Distance within which 95% of the portfolio lie, each measured against the others. */
  readonly usualDistance: number;
  readonly creatives: number;
  readonly guidelines: BrandGuidelines;
}

export interface BrandDeviation {
  readonly feature: string;
  readonly value: number;
  /** 5th and 95th percentile of the portfolio. */
  readonly usual: readonly [number, number];
  /** Robust standard deviations from the portfolio's median; negative is below. */
  readonly z: number;
}

export interface BrandScore {
  /** How well it fits the brand, in [0, 100]: 100 within the portfolio's usual distance, 50 at twice that; each broken guideline takes away a fifth of what is left. */
  readonly score: number;
  /** Features more than 2.5 spreads away, farthest first. */
  readonly deviations: readonly BrandDeviation[];
  /** Broken guidelines, in words. */
  readonly violations: readonly string[];
}

const leastCreatives = 8;
const farAway = 2.5;
const greyBelow = 10;

/**
 * Learns what a brand's creatives have in common.
 * @param portfolio at least 8 described creatives
 * @throws {ArgumentError} for fewer, a colour that is none, or a limit on an unknown feature
 */
export function fitBrand(portfolio: readonly DescribedCreative[], guidelines: BrandGuidelines = {}): Brand {
  if (portfolio.length < leastCreatives) {
    throw new ArgumentError(
      `a portfolio of ${portfolio.length} creatives says little about a brand; give at least ${leastCreatives}`,
    );
  }
  for (const color of guidelines.colors ?? []) {
    if (!/^#[0-9a-f]{6}$/i.test(color))
      throw new ArgumentError(`brand colour ${shown(color)} is none; write it as '#1a2b3c'`);
  }
  for (const name of Object.keys(guidelines.limits ?? {})) {
    if (!visualFeatureNames.includes(name)) {
      throw new ArgumentError(
        `there is no feature ${shown(name)} to limit; there are ${visualFeatureNames.join(', ')}`,
      );
    }
  }
  const table = portfolio.map(({ features }) => features as Record<string, number>);
  const left = table.map((row, i) => distance(row, rangesOf(table.filter((_, j) => j !== i))));
  return {
    ranges: rangesOf(table),
    usualDistance: quantile(Float64Array.from(left).sort(), 0.95),
    creatives: portfolio.length,
    guidelines,
  };
}

/** How consistent a design is with a brand, and what is off. */
export function scoreBrand(brand: Brand, creative: DescribedCreative): BrandScore {
  const features = creative.features as Record<string, number>;
  const deviations = Object.entries(brand.ranges)
    .map(([feature, { median, spread, low, high }]) => ({
      feature,
      value: features[feature],
      usual: [low, high] as const,
      z: (features[feature] - median) / spread,
    }))
    .filter(({ z }) => Math.abs(z) > farAway)
    .sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
  const violations = brokenGuidelines(brand.guidelines, creative);
  const near = Math.min(1, brand.usualDistance / Math.max(distance(features, brand.ranges), 1e-9));
  return { score: 100 * near * 0.8 ** violations.length, deviations, violations };
}

function rangesOf(table: readonly Record<string, number>[]): Record<string, FeatureRange> {
  return Object.fromEntries(
    creativeFeatureList
      .filter(({ group }) => group !== 'context')
      .map(({ name, range: [low, high] }) => {
        const values = table.map((row) => row[name]);
        const floor = Number.isFinite(high) ? 0.02 * (high - low) : 0.5;
        return [name, featureRange(values, floor)];
      }),
  );
}

/** Root mean square of the robust z values; a single one counts at most 6. */
function distance(features: Record<string, number>, ranges: Readonly<Record<string, FeatureRange>>): number {
  const names = Object.keys(ranges);
  const sum = names.reduce((total, name) => {
    const z = Math.min(6, Math.abs(features[name] - ranges[name].median) / ranges[name].spread);
    return total + z * z;
  }, 0);
  return Math.sqrt(sum / names.length);
}

function brokenGuidelines(guidelines: BrandGuidelines, { features, palette }: DescribedCreative): string[] {
  const { colors = [], colorTolerance = 20, otherColors = 0.1, limits = {} } = guidelines;
  const broken: string[] = [];
  if (colors.length > 0) {
    const { lightness, a, b } = labChannels(Uint8Array.from(colors.flatMap(channels)));
    const foreign = palette.filter(({ lab }) => {
      if (Math.hypot(lab[1], lab[2]) < greyBelow) return false;
      return colors.every(
        (_, i) => Math.hypot(lab[0] - lightness[i], lab[1] - a[i], lab[2] - b[i]) > colorTolerance,
      );
    });
    const share = foreign.reduce((sum, color) => sum + color.share, 0);
    if (share > otherColors) {
      broken.push(
        `${percent(share)} of the area is in colours that are not the brand's; ${percent(otherColors)} are allowed`,
      );
    }
  }
  for (const [name, [low, high]] of Object.entries(limits)) {
    const value = (features as Record<string, number>)[name];
    if (value < low || value > high)
      broken.push(`${name} is ${Number(value.toPrecision(3))}; ${low} to ${high} is allowed`);
  }
  return broken;
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
