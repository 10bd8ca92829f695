import { shown, UserError } from '../../errors/index.js';
import { testUpTo } from './column-drift.js';
import { type LossMeasures, measureLoss } from './loss-drift.js';
import type { ColumnRole, Table, TableSchema } from './table.js';

/** Whether predictions became worse: the losses of both tables and their test. */
export interface LossDrift extends LossMeasures {
  readonly adjustedPValue: number;
  readonly verdict: 'worse' | 'better' | 'stable';
}

/** Whether predictions got worse; null without a prediction and an outcome, a text where too few outcomes are known. */
export function measureOutcomes(
  schema: TableSchema,
  reference: Table,
  current: Table,
  minimumRows: number,
  seed: number,
): LossMeasures | string | null {
  const named = (role: ColumnRole) =>
    Object.keys(schema).find((column) => schema[column].role === role && Object.hasOwn(current, column));
  const [prediction, outcome] = [named('prediction'), named('outcome')];
  if (prediction === undefined || outcome === undefined) return null;
  const kinds = [schema[prediction].kind, schema[outcome].kind];
  if (kinds[0] !== kinds[1]) {
    throw new UserError(
      `the prediction ${shown(prediction)} is ${kinds[0]}, the outcome ${shown(outcome)} ${kinds[1]}; give both the same kind`,
    );
  }
  const pair = (table: Table) => ({ predicted: table[prediction], actual: table[outcome] });
  return measureLoss(pair(reference), pair(current), kinds[0] === 'numeric', minimumRows, seed);
}

export function judgeLoss(
  loss: LossMeasures,
  adjustedPValue: number,
  alpha: number,
  least: number,
): LossDrift {
  const large = Math.min(loss.rows.reference, loss.rows.current) <= testUpTo || Math.abs(loss.rise) >= least;
  const verdict =
    adjustedPValue < alpha && large && loss.rise !== 0 ? (loss.rise > 0 ? 'worse' : 'better') : 'stable';
  return { ...loss, adjustedPValue, verdict };
}
