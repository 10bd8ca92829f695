import { shown } from '../../errors/index.js';
import { type ColumnMeasures, type DriftTest, type MissingShares, testUpTo } from './column-drift.js';
import type { Distribution } from './distribution.js';
import type { ColumnKind, ColumnRole } from './table.js';
import { percent, pText, short, testNames } from './wording.js';

/** Conventional readings of the index: below 0.1 stable, up to 0.25 a moderate shift, from there a large one. */
export const psiThresholds = { moderate: 0.1, large: 0.25 } as const;

export type DriftVerdict = 'drift' | 'watch' | 'stable' | 'not tested';

/** One column of two tables: the distances, their p-value, and the verdict. */
export interface ColumnDrift {
  readonly column: string;
  readonly kind: ColumnKind;
  readonly role: ColumnRole;
  readonly verdict: DriftVerdict;
  /** Why, as sentences with their numbers. */
  readonly reasons: readonly string[];
  /** Null where the column was not tested. */
  readonly test: {
    readonly name: DriftTest;
    readonly statistic: number;
    readonly pValue: number;
    readonly adjustedPValue: number;
  } | null;
  readonly psi: {
    readonly value: number;
    readonly level: 'stable' | 'moderate' | 'large';
    readonly adjustedPValue: number;
  } | null;
  readonly missing: MissingShares & { readonly adjustedPValue: number | null };
  /** Categories that the reference does not have, with their share of the current values. */
  readonly newCategories: readonly { readonly category: string; readonly share: number }[];
  readonly distribution: Distribution | null;
}

/** A column, measured. */
export interface MeasuredColumn {
  readonly column: string;
  readonly kind: ColumnKind;
  readonly role: ColumnRole;
  /** A text says why it was not tested. */
  readonly measures: ColumnMeasures | string;
  readonly missing: MissingShares;
}

/** P-values of one column, corrected for those of all; null where there was no test. */
export interface AdjustedPValues {
  readonly test: number | null;
  readonly psi: number | null;
  readonly missing: number | null;
  readonly newCategories: number | null;
}

/** From where on a change counts. */
export interface DriftLimits {
  readonly alpha: number;
  readonly distance: number;
  readonly missingChange: number;
  /** Rows of the smaller table. */
  readonly smaller: number;
}

type Reason = readonly [verdict: DriftVerdict, sentence: string];

/** What is to be said of a column, and the verdict that follows. */
export function judgeColumn(
  { measures, missing: shares, ...column }: MeasuredColumn,
  adjusted: AdjustedPValues,
  limits: DriftLimits,
): ColumnDrift {
  const missing = { ...shares, adjustedPValue: adjusted.missing };
  const first = missingReasons(missing, limits);
  if (typeof measures === 'string') {
    return {
      ...column,
      missing,
      ...verdictOf([...first, ['not tested', measures]]),
      test: null,
      psi: null,
      newCategories: [],
      distribution: null,
    };
  }
  const p = adjusted.test as number;
  const psiP = adjusted.psi as number;
  const level = psiLevel(measures.psi);
  const said = testSentence(measures, p, limits.distance);
  const reasons: Reason[] = [...first];
  if (p < limits.alpha && isFar(measures, limits.distance)) reasons.push(['drift', said]);
  if (level !== 'stable' && psiP < limits.alpha) {
    const sentence = `population stability index ${short(measures.psi)}: a ${level} shift`;
    reasons.push([level === 'large' ? 'drift' : 'watch', sentence]);
  }
  const { newCategories: newP } = adjusted;
  const newSaid = measures.newCategories.length > 0 ? [newSentence(measures.newCategories, newP ?? 1)] : [];
  if (newP !== null && newP < limits.alpha) reasons.push(...newSaid.map((one): Reason => ['watch', one]));
  const { test: name, statistic, pValue, psi, newCategories, distribution } = measures;
  return {
    ...column,
    missing,
    ...(reasons.length > 0 ? verdictOf(reasons) : { verdict: 'stable', reasons: [said, ...newSaid] }),
    test: { name, statistic, pValue, adjustedPValue: p },
    psi: { value: psi, level, adjustedPValue: psiP },
    newCategories,
    distribution,
  };
}

function missingReasons(
  { reference, current, adjustedPValue: p }: ColumnDrift['missing'],
  { alpha, missingChange, smaller }: DriftLimits,
): Reason[] {
  const large = smaller <= testUpTo || Math.abs(current - reference) >= missingChange;
  if (p === null || p >= alpha || !large) return [];
  return [['drift', `missing values: ${percent(reference)} → ${percent(current)}, ${pText(p)}`]];
}

function verdictOf(reasons: readonly Reason[]): Pick<ColumnDrift, 'verdict' | 'reasons'> {
  const verdicts = ['drift', 'watch', 'not tested'] as const;
  return {
    verdict: verdicts.find((verdict) => reasons.some(([one]) => one === verdict)) ?? 'stable',
    reasons: reasons.map(([, sentence]) => sentence),
  };
}

function psiLevel(psi: number): 'stable' | 'moderate' | 'large' {
  if (psi >= psiThresholds.large) return 'large';
  return psi >= psiThresholds.moderate ? 'moderate' : 'stable';
}

function isFar({ test, statistic }: ColumnMeasures, distance: number): boolean {
  return !isDistance(test) || statistic >= distance;
}

function testSentence({ test, statistic }: ColumnMeasures, p: number, distance: number): string {
  const limit = isDistance(test) ? ` (from ${distance})` : '';
  return `${testNames[test]} ${short(statistic)}${limit}, ${pText(p)}`;
}

function isDistance(test: DriftTest): boolean {
  return test === 'wasserstein' || test === 'jensen-shannon';
}

function newSentence(found: ColumnDrift['newCategories'], p: number): string {
  const shownOnes = found
    .slice(0, 3)
    .map(({ category, share }) => `${shown(category, 30)} (${percent(share)})`);
  const more = found.length > 3 ? ` and ${found.length - 3} more` : '';
  return `new ${found.length === 1 ? 'category' : 'categories'}: ${shownOnes.join(', ')}${more}, ${pText(p)}`;
}
