import { type ResultTable, resultTable } from '../../records/index.js';
import type { Advice } from '../advice/advice.js';
import type { PlatformRule } from './creative-model.js';
import type { CreativeMetrics } from './metrics.js';

const digits = (value: number) => Number(value.toPrecision(3)).toString();

/**
 * Advice as a table of text, a row a change.
 * @example adviceTable(prediction.advice)[0] // { change: 'raise text_contrast', from: '3.1', to: '9.8', gain: '+4.2' }
 */
export function adviceTable(advice: readonly Advice[]): ResultTable {
  const rows = advice.map(({ feature, direction, from, to, gain }) => ({
    change: `${direction} ${feature}`,
    from: digits(from),
    to: digits(to),
    gain: `+${gain.toFixed(1)}`,
  }));
  return resultTable(rows);
}

/**
 * What was measured, in two sentences.
 * @example headlineOf(training.metrics) // 'On 40 posts of 8 accounts that it has not seen, the ridge explains R² 0.412 (95%: …'
 */
export function headlineOf(metrics: CreativeMetrics): string {
  const { r2, r2Interval, r2Ceiling, rmse, coverage, posts, accounts, learner } = metrics;
  const [low, high] = r2Interval;
  const ceiling = r2Ceiling === null ? '' : `, of ${r2Ceiling.toFixed(3)} that the noise allows`;
  return `On ${posts.heldOut} posts of ${accounts.heldOut} accounts that it has not seen, the ${learner} explains R² ${r2.toFixed(3)} (95%: ${low.toFixed(2)} to ${high.toFixed(2)})${ceiling}; RMSE ${rmse.toFixed(1)} points of 100. ${(100 * coverage).toFixed(1)}% of them lie within their 90% interval.`;
}

/**
 * Which model answers for each platform, and how it did on the held-out posts.
 * @example platformTable(model.rules, metrics)[0] // { platform: 'instagram', 'trained on': 60, accounts: 12, answers, because, … }
 */
export function platformTable(rules: readonly PlatformRule[], { platforms }: CreativeMetrics): ResultTable {
  const rows = rules.map(({ platform, rows, accounts, answers, why }) => {
    const held = platforms.find((part) => part.platform === platform);
    return {
      platform,
      'trained on': rows,
      accounts,
      answers: answers === 'own' ? 'its own model' : 'the general model',
      because: why,
      'held out': held?.posts ?? 0,
      RMSE: held ? held.rmse.toFixed(1) : null,
      'within 90%': held ? `${Math.round(100 * held.coverage)}%` : null,
    };
  });
  return resultTable(rows);
}
