import type { ModelRegistry, RegisterOptions } from '../registry/model-registry.js';
import type { HeldOutComparison } from './compare-on-held-out.js';
import { promoteIfBetter, type Verdict } from './promote-if-better.js';

/** What became of a model that was registered. */
export interface Registration {
  readonly version: string;
  /** False where the same model was registered before. */
  readonly created: boolean;
  readonly alias: 'champion' | 'candidate';
  readonly why: string;
  /** Null where nothing was compared. */
  readonly comparison: HeldOutComparison | null;
}

/**
 * Registers a folder of artefacts as the candidate, unless it is the champion already, and makes it the champion where it
 * is better.
 * @param options.compare as `promoteIfBetter` takes it, with the version that the candidate has become
 * @throws {UserError} as `ModelRegistry.register`
 */
export async function registerCandidate(
  registry: ModelRegistry,
  artefacts: string,
  options: RegisterOptions & {
    compare(champion: string | null, candidate: string): Promise<Verdict>;
  },
): Promise<Registration> {
  const { compare, ...registered } = options;
  const { who, why } = registered;
  const { id: version, created } = await registry.register(artefacts, registered);
  if ((await registry.alias('champion')) !== version) await registry.setCandidate(version, { who, why });
  const decision = await promoteIfBetter(registry, version, {
    who,
    compare: (champion) => compare(champion, version),
  });
  const alias = decision.outcome === 'kept' ? 'candidate' : 'champion';
  return { version, created, alias, why: decision.why, comparison: decision.comparison };
}
