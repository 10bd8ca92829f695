import type { DriftTest } from './column-drift.js';

/** What the tests are called in sentences. */
export const testNames: Readonly<Record<DriftTest, string>> = {
  'kolmogorov-smirnov': 'Kolmogorov–Smirnov',
  'chi-squared': 'chi-squared',
  wasserstein: 'Wasserstein distance in sd',
  'jensen-shannon': 'Jensen–Shannon distance',
};

/** A p-value as sentences show it. */
export function pText(p: number): string {
  return p < 1e-15 ? 'p < 1e-15' : `p = ${short(p)}`;
}

/** A number as sentences show it. */
export function short(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(1);
  return String(Number(value.toPrecision(3)));
}

/** A share as a percentage, `0.123` as `12.3%`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
