import { z } from 'zod';
import { parseOptions } from '../../records/index.js';
import { type Optimizer, Slots } from './optimizer.js';

export interface SgdOptions {
  /** Size of a step, ≥ 0. Default 0.01. */
  readonly learningRate?: number;
  /** Share of the last step that is taken again, in [0, 1); 0 is plain gradient descent. Default 0. */
  readonly momentum?: number;
  /** Whether the gradient is taken one step ahead along the momentum. Default false. */
  readonly nesterov?: boolean;
}

const schema = z.object({
  learningRate: z.number().nonnegative().default(0.01),
  momentum: z.number().min(0).lt(1).default(0),
  nesterov: z.boolean().default(false),
});

/**
 * Stochastic gradient descent with momentum, as `tf.train.momentum`: a ← μ·a + g, w ← w − η·a, and with Nesterov
 * w ← w − η·(g + μ·a).
 * @throws {ArgumentError} for an option outside its range
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  const { learningRate, momentum, nesterov } = parseOptions('sgd', schema, options);
  const slots = new Slots();
  let steps = 0;
  return {
    name: 'sgd',
    learningRate,
    apply(parameters, gradients) {
      const rate = this.learningRate;
      for (const [name, weight] of parameters) {
        const gradient = gradients.get(name);
        if (!gradient) continue;
        if (momentum === 0) {
          for (let i = 0; i < weight.length; i++) weight[i] -= rate * gradient[i];
          continue;
        }
        const velocity = slots.of(name, 'momentum', weight.length);
        for (let i = 0; i < weight.length; i++) {
          velocity[i] = momentum * velocity[i] + gradient[i];
          weight[i] -= rate * (nesterov ? gradient[i] + momentum * velocity[i] : velocity[i]);
        }
      }
      steps++;
    },
    state: () => ({ steps, slots: slots.copy() }),
    restore: (state) => {
      steps = state.steps;
      slots.replace(state.slots);
    },
  };
}
