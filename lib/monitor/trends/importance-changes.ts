import { ArgumentError, shown } from '../../errors/index.js';

/** Feature → importance, or importance with its interval. */
export type Importances = Readonly<
  Record<string, number | { readonly mean: number; readonly low: number; readonly high: number }>
>;

export interface ImportanceChange {
  readonly feature: string;
  /** Share of the sum of all importances, in [0, 1]; null where the version has no such feature. */
  readonly before: number | null;
  readonly after: number | null;
  /** From 1, the most important; null as above. */
  readonly rankBefore: number | null;
  readonly rankAfter: number | null;
  /** after − before, a missing one counting as 0. */
  readonly change: number;
  /** Whether the two intervals, as shares, lie apart; null where either has none. */
  readonly beyondNoise: boolean | null;
}

/**
 * How the importance of features changed between two versions of a model. Each version's importances become shares of
 * their sum, negative ones counting as 0, so that versions of unlike scale can be compared.
 * @returns the largest change first
 * @throws {ArgumentError} for importances that are not finite, or none above 0
 */
export function importanceChanges(before: Importances, after: Importances): ImportanceChange[] {
  const [old, fresh] = [shares(before, 'before'), shares(after, 'after')];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((feature): ImportanceChange => {
      const [a, b] = [old.get(feature), fresh.get(feature)];
      const apart =
        a?.interval && b?.interval ? a.interval[1] < b.interval[0] || b.interval[1] < a.interval[0] : null;
      return {
        feature,
        before: a?.share ?? null,
        after: b?.share ?? null,
        rankBefore: a?.rank ?? null,
        rankAfter: b?.rank ?? null,
        change: (b?.share ?? 0) - (a?.share ?? 0),
        beyondNoise: apart,
      };
    })
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
}

interface Share {
  readonly share: number;
  readonly rank: number;
  readonly interval: readonly [number, number] | null;
}

function shares(importances: Importances, what: string): Map<string, Share> {
  const list = Object.entries(importances).map(([feature, value]) => ({
    feature,
    ...(typeof value === 'number' ? { mean: value, low: null, high: null } : value),
  }));
  const bad = list.find(({ mean, low, high }) => ![mean, low ?? 0, high ?? 0].every(Number.isFinite));
  if (bad)
    throw new ArgumentError(`${what}: the importance of ${shown(bad.feature)} is not finite; leave it out`);
  const total = list.reduce((sum, { mean }) => sum + Math.max(0, mean), 0);
  if (!(total > 0)) throw new ArgumentError(`${what}: no importance is above 0; give at least one`);
  list.sort((a, b) => b.mean - a.mean);
  return new Map(
    list.map(({ feature, mean, low, high }, i) => [
      feature,
      {
        share: Math.max(0, mean) / total,
        rank: i + 1,
        interval:
          low === null || high === null ? null : [Math.max(0, low) / total, Math.max(0, high) / total],
      },
    ]),
  );
}
