import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Learner, Model, TrainingData } from '../../tabular/index.js';

/**
 * A learner that fits the same data once. Cross-validation, stacking and intervals divide the rows alike, so that most
 * of their fits are fits that were made before; what is remembered goes with the learner.
 * @param signal looked at before each fit, for which the process turns to what came in meanwhile, such as Ctrl-C
 */
export function remembered<M extends Model>(learner: Learner<M>, signal?: AbortSignal): Learner<M> {
  const fitted = async (data: TrainingData): Promise<M> => {
    await setImmediate();
    signal?.throwIfAborted();
    return learner.fit(data);
  };
  const fits = new Map<string, Promise<M>>();
  return {
    name: learner.name,
    ...(learner.filling && { filling: remembered(learner.filling, signal) }),
    fit(data) {
      const key = contentOf(data);
      const known = fits.get(key);
      if (known) return known;
      const fit = fitted(data);
      fits.set(key, fit);
      return fit;
    },
  };
}

function contentOf({ features, target, groups }: TrainingData): string {
  const { names } = features;
  const columns = 'matrix' in features ? [features.matrix.data] : features.columns;
  const hash = createHash('sha256').update(JSON.stringify([names, groups ?? null]));
  for (const column of [...columns, target]) {
    hash.update(column instanceof Float32Array ? 'f32' : 'f64');
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }
  return hash.digest('hex');
}
