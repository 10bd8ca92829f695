import { ConflictError } from '../errors.js';
import type { ModelRegistry } from '../registry/model-registry.js';
import type { HeldOutComparison } from './compare-on-held-out.js';

/** What was decided about a candidate. */
export interface Promotion {
  /** 'same' where it is the champion already, of which nothing is logged. */
  readonly outcome: 'promoted' | 'kept' | 'same';
  readonly why: string;
  /** Null for the first model, and where nothing could be compared. */
  readonly comparison: HeldOutComparison | null;
}

/**
 * Makes a candidate the champion where there is none, or where it is better than the present one, and logs the decision
 * with its reasons. If the champion changes meanwhile, the candidate is compared with the new one.
 * @param options.key of the decision in the log: made once, whoever calls again
 * @param options.compare the candidate with a champion on held-out rows, or why that cannot be done
 */
export async function promoteIfBetter(
  registry: ModelRegistry,
  candidate: string,
  options: {
    readonly who: string;
    readonly key?: string;
    compare(champion: string): Promise<HeldOutComparison | string>;
  },
): Promise<Promotion> {
  const { who, key, compare } = options;
  for (;;) {
    const champion = await registry.alias('champion');
    if (champion === candidate)
      return { outcome: 'same', why: 'it is the champion already', comparison: null };
    const found = champion === null ? null : await compare(champion);
    const comparison = typeof found === 'string' ? null : found;
    const why =
      typeof found === 'string'
        ? found
        : (found?.reasons.join('; ') ?? 'the first model, nothing to compare with');
    const details = comparison ? { champion, comparison } : undefined;
    if (typeof found === 'string' || (found && !found.better)) {
      await registry.note([candidate], { who, key, why: `kept ${champion}: ${why}`, details });
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
