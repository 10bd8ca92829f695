import { z } from 'zod';
import { parseOptions } from '../../records/index.js';
import { type Optimizer, Slots } from './optimizer.js';

export interface AdamOptions {
  /** Size of a step, ≥ 0. Default 0.001. */
  readonly learningRate?: number;
  /** Decay of the mean of gradients, in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean of squared gradients, in [0, 1). Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the corrected second moment, above 0. Default 1e-7, TensorFlow.js's and Keras's. */
  readonly epsilon?: number;
}

export interface AdamWOptions extends AdamOptions {
  /** Share of a weight taken off it each step, times the learning rate. Default 0.004, Keras's. */
  readonly weightDecay?: number;
  /**
   * Whether the weight of a name decays. Default kernels do, not biases, nor the scale and shift of a normalisation.
   */
  readonly decays?: (weight: string) => boolean;
}

const moments = {
  learningRate: z.number().nonnegative().default(0.001),
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.999),
  epsilon: z.number().positive().default(1e-7),
};
const adamSchema = z.object(moments);
const adamWSchema = z.object({
  ...moments,
  weightDecay: z.number().nonnegative().default(0.004),
  decays: z
    .custom<(weight: string) => boolean>((value) => typeof value === 'function')
    .default(() => isKernel),
});

/**
 * Adam (Kingma and Ba, 2015) as `tf.train.adam` has it: w ← w − η·m̂ ∕ (√v̂ + ε) with m̂ = m ∕ (1 − β₁ᵗ) and
 * v̂ = v ∕ (1 − β₂ᵗ). The powers of β are kept in float32 as there, for the same weights to 1e-6.
 * @throws {ArgumentError} for an option outside its range
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return adamLike('adam', {
    ...parseOptions('adam', adamSchema, options),
    weightDecay: 0,
    decays: () => false,
  });
}

/**
 * AdamW (Loshchilov and Hutter, 2019) as Keras has it: a weight first loses η·λ of itself, then comes Adam's step.
 * @throws {ArgumentError} for an option outside its range
 */
export function adamW(options: AdamWOptions = {}): Optimizer {
  return adamLike('adamw', parseOptions('adamW', adamWSchema, options));
}

function adamLike(name: 'adam' | 'adamw', options: Required<AdamWOptions>): Optimizer {
  const { beta1, beta2, epsilon, weightDecay, decays } = options;
  const slots = new Slots();
  let steps = 0;
  let power1 = 1;
  let power2 = 1;
  const count = () => {
    steps++;
    power1 = Math.fround(power1 * Math.fround(beta1));
    power2 = Math.fround(power2 * Math.fround(beta2));
  };
  return {
    name,
    learningRate: options.learningRate,
    apply(parameters, gradients) {
      count();
      const rate = this.learningRate;
      const meanScale = 1 / (1 - power1);
      const squareScale = 1 / (1 - power2);
      for (const [name, weight] of parameters) {
        const gradient = gradients.get(name);
        if (!gradient) continue;
        const mean = slots.of(name, 'm', weight.length);
        const square = slots.of(name, 'v', weight.length);
        const keep = decays(name) ? 1 - rate * weightDecay : 1;
        for (let i = 0; i < weight.length; i++) {
          const g = gradient[i];
          const m = beta1 * mean[i] + (1 - beta1) * g;
          const v = beta2 * square[i] + (1 - beta2) * g * g;
          mean[i] = m;
          square[i] = v;
          weight[i] = weight[i] * keep - (rate * m * meanScale) / (Math.sqrt(v * squareScale) + epsilon);
        }
      }
    },
    state: () => ({ steps, slots: slots.copy() }),
    restore: (state) => {
      steps = 0;
      power1 = 1;
      power2 = 1;
      while (steps < state.steps) count();
      slots.replace(state.slots);
    },
  };
}

function isKernel(weight: string): boolean {
  return /kernel[^/]*$/.test(weight);
}
