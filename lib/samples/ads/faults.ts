import { randomStream } from '../../vectors/index.js';
import { complianceRules, type RuleId } from './compliance.js';

const ids = complianceRules.map(({ id }) => id);
const pairs = ids.flatMap((a, i) => ids.slice(i + 1).map((b): readonly RuleId[] => [a, b]));

/**
 * Ads after which the pattern begins anew: each rule is broken alone by two of them, two rules at once by two, and
 * none by the others: 60%.
 */
const cycle = 25;

/**
 * The rules that ad number `index` of a seed is to break. Dealt out rather than tossed, so that each rule is broken
 * alone by 8% of the ads, whatever their number, and a model that ignores one cannot pass for a good one.
 */
export function plannedFaults(seed: number, index: number): ReadonlySet<RuleId> {
  const round = Math.floor(index / cycle);
  const dealt: (readonly RuleId[])[] = [
    ...ids.flatMap((id) => [[id], [id]]),
    pairs[(2 * round) % pairs.length],
    pairs[(2 * round + 1) % pairs.length],
  ];
  const all = Array.from({ length: cycle }, (_, i) => dealt[i] ?? []);
  return new Set(randomStream(seed, 'faults', round).shuffle(all)[index % cycle]);
}
