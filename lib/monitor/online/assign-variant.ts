import { ArgumentError, shown } from '../../errors/index.js';
import { sha256 } from '../../store/index.js';

/**
 * The variant that an id sees in an experiment: always the same, in shares as the weights, and independent of what it
 * sees in other experiments. SHA-256 of experiment and id is a point in [0, 1); the variants, by name, share that line.
 * @param weights variant → weight, 0 or more; need not sum to 1
 * @throws {ArgumentError} for an empty id or experiment, or weights that are negative or all 0
 * @example assignVariant('user-17', 'checkout-2', { control: 0.5, candidate: 0.5 }) // 'control' or 'candidate'
 */
export function assignVariant(
  id: string,
  experiment: string,
  weights: Readonly<Record<string, number>>,
): string {
  if (id === '' || experiment === '') {
    throw new ArgumentError(`id ${shown(id)}, experiment ${shown(experiment)}: neither may be empty`);
  }
  const variants = Object.entries(weights).sort(([a], [b]) => (a < b ? -1 : 1));
  const bad = variants.find(([, weight]) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (bad) throw new ArgumentError(`the weight of ${shown(bad[0])} is ${bad[1]}; weights are 0 or more`);
  const used = variants.filter(([, weight]) => weight > 0);
  if (used.length === 0)
    throw new ArgumentError(`experiment ${shown(experiment)} has no variant with a weight above 0`);
  const total = used.reduce((sum, [, weight]) => sum + weight, 0);
  let left = (Number.parseInt(sha256(JSON.stringify([experiment, id])).slice(0, 13), 16) / 2 ** 52) * total;
  for (const [variant, weight] of used) {
    left -= weight;
    if (left < 0) return variant;
  }
  return used[used.length - 1][0];
}
