import { z } from 'zod';
import { parseOptions } from '../../records/index.js';

/**
 * The learning rate of a step, 0 being the first of the training, where `epochSteps` steps make an epoch and
 * `base` is the optimiser's own rate.
 */
export type Schedule = (step: number, epochSteps: number, base: number) => number;

export interface CosineOptions {
  /** Epochs from the full rate down to the least; it stays there. */
  readonly epochs: number;
  /** Least rate, as a share of the full one. Default 0. */
  readonly least?: number;
}

const cosineSchema = z.object({ epochs: z.number().positive(), least: z.number().min(0).max(1).default(0) });

/** The same rate at every step. */
export function constant(): Schedule {
  return (_step, _epochSteps, base) => base;
}

/**
 * Half a cosine from the full rate to the least (Loshchilov and Hutter, 2017, without restarts).
 * @throws {ArgumentError} for epochs that are not above 0, or a least rate outside [0, 1]
 */
export function cosine(options: CosineOptions): Schedule {
  const { epochs, least } = parseOptions('cosine', cosineSchema, options);
  return (step, epochSteps, base) => {
    const share = Math.min(1, step / (epochs * epochSteps));
    return base * (least + (1 - least) * 0.5 * (1 + Math.cos(Math.PI * share)));
  };
}

/**
 * Rises in equal steps to the full rate over `epochs`, then goes on with another schedule from its own step 0.
 * @throws {ArgumentError} for epochs that are not above 0
 */
export function warmUp(epochs: number, then: Schedule = constant()): Schedule {
  parseOptions('warmUp', z.object({ epochs: z.number().positive() }), { epochs });
  return (step, epochSteps, base) => {
    const steps = Math.round(epochs * epochSteps);
    return step < steps ? (base * (step + 1)) / steps : then(step - steps, epochSteps, base);
  };
}
