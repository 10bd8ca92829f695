import { shown } from '../../errors/index.js';
import { EvaluateError } from '../errors.js';
import { averagePrecision } from './average-precision.js';
import { hitRateAt } from './hit-rate.js';
import type { JudgedRanking } from './judge.js';
import { judgedAt } from './judged.js';
import { type Gain, ndcgAt } from './ndcg.js';
import { precisionAt } from './precision.js';
import { recallAt } from './recall.js';
import { reciprocalRank } from './reciprocal-rank.js';

type Formula = (ranking: JudgedRanking, k: number, gain: Gain) => number;

const formulas: Record<string, Formula> = {
  P: precisionAt,
  Recall: recallAt,
  nDCG: ndcgAt,
  AP: averagePrecision,
  RR: reciprocalRank,
  HitRate: hitRateAt,
  Judged: judgedAt,
};

const aliases: Record<string, string> = {
  precision: 'P',
  r: 'Recall',
  map: 'AP',
  mrr: 'RR',
  success: 'HitRate',
};

for (const name of Object.keys(formulas)) aliases[name.toLowerCase()] = name;

/** The metrics that `evaluate` knows, each with an optional cut-off: 'nDCG', 'nDCG@10'. */
export const metricNames: readonly string[] = Object.keys(formulas);

/**
 * The metric that a name asks for, as a function of one query's judged ranking. Case does not matter.
 * @throws {EvaluateError} for an unknown metric, naming those that there are, or a cut-off that is no whole number
 */
export function parseMetric(name: string): (ranking: JudgedRanking, gain: Gain) => number {
  const [, base, cut] = /^([^@]+)(?:@(.*))?$/.exec(name.trim()) ?? [];
  const formula = base && Object.hasOwn(aliases, base.toLowerCase()) && formulas[aliases[base.toLowerCase()]];
  if (!formula) {
    throw new EvaluateError(
      `unknown metric ${shown(name)}; known are ${metricNames.join(', ')}, each with or without a cut-off, as in nDCG@10`,
    );
  }
  const k = cut === undefined ? Number.POSITIVE_INFINITY : Number(cut);
  if (cut !== undefined && !/^[1-9]\d*$/.test(cut)) {
    throw new EvaluateError(
      `metric ${shown(name)}: the cut-off is a whole number from 1 up, as in ${base}@10`,
    );
  }
  return (ranking, gain) => formula(ranking, k, gain);
}
