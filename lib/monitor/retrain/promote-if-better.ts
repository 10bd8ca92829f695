import { ConflictError } from '../errors.js';
import type { ModelRegistry } from '../registry/model-registry.js';
import type { HeldOutComparison } from './compare-on-held-out.js';

/** Whether a candidate is better: by a test on held-out rows, or why that is clear without one. */
export type Verdict = HeldOutComparison | { readonly better: boolean; readonly why: string };

/** What was decided about a candidate. */
export interface Promotion {
  /** 'same' where it is the champion already, of which nothing is logged. */
  readonly outcome: 'promoted' | 'kept' | 'same';
  readonly why: string;
  /** Null where nothing was compared. */
  readonly comparison: HeldOutComparison | null;
}

/**
 * Makes a candidate the champion where it is better than the present one, or, as the first, than predicting the mean,
 * and logs the decision with its reasons. If the champion changes meanwhile, the candidate is compared with the new one.
 * @param options.key of the decision in the log: made once, whoever calls again
 * @param options.compare the candidate with a champion on held-out rows, or with the mean of the training rows where that is null; or what is clear without
 */
export async function promoteIfBetter(
  registry: ModelRegistry,
  candidate: string,
  options: {
    readonly who: string;
    readonly key?: string;
    compare(champion: string | null): Promise<Verdict>;
  },
): Promise<Promotion> {
  const { who, key, compare } = options;
  for (;;) {
    const champion = await registry.alias('champion');
    if (champion === candidate)
      return { outcome: 'same', why: 'it is the champion already', comparison: null };
    const found = await compare(champion);
    const comparison = 'why' in found ? null : found;
    const first = champion === null ? 'the first model, compared with predicting the mean: ' : '';
    const why = 'why' in found ? found.why : first + found.reasons.join('; ');
    const details = comparison ? { champion, comparison } : undefined;
    if (!found.better) {
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
