import { ConflictError } from '../errors.js';
import type { ModelRegistry } from '../registry/model-registry.js';
import type { HeldOutComparison } from './compare-on-held-out.js';

/** What was decided about a candidate. */
export interface Promotion {
  /** 'same' where it is the champion already, of which nothing is logged. */
  readonly outcome: 'promoted' | 'kept' | 'same';
  readonly why: string;
  /** Null where nothing could be compared. */
  readonly comparison: HeldOutComparison | null;
}

/**
 * Makes a candidate the champion where it is better than the present one, or, as the first, than predicting the mean,
 * and logs the decision with its reasons. If the champion changes meanwhile, the candidate is compared with the new one.
 * @param options.key of the decision in the log: made once, whoever calls again
 * @param options.compare the candidate with a champion on held-out rows, or with the mean of the training rows where that is null; or why it cannot be done
 */
export async function promoteIfBetter(
  registry: ModelRegistry,
  candidate: string,
  options: {
    readonly who: string;
    readonly key?: string;
    compare(champion: string | null): Promise<HeldOutComparison | string>;
  },
): Promise<Promotion> {
  const { who, key, compare } = options;
  for (;;) {
    const champion = await registry.alias('champion');
    if (champion === candidate)
      return { outcome: 'same', why: 'it is the champion already', comparison: null };
    const found = await compare(champion);
    const comparison = typeof found === 'string' ? null : found;
    const reasons = typeof found === 'string' ? found : found.reasons.join('; ');
    const why =
      champion === null ? `the first model, compared with predicting the mean: ${reasons}` : reasons;
    const details = comparison ? { champion, comparison } : undefined;
    if (!comparison?.better) {
      const kept = champion === null ? 'kept as a candidate' : `kept ${champion}`;
      await registry.note([candidate], { who, key, why: `${kept}: ${why}`, details });
      return { outcome: 'kept', why, comparison };
    }
    try {
      await registry.promote(candidate, { who, key, why: `promoted: ${why}`, details, ifChampion: champion });
      return { outcome: 'promoted', why, comparison };
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }
}
