import { z } from 'zod';
import { parseParameters } from '../../records/index.js';

const pixels = z
  .int('must be a whole number of pixels from 32 to 512')
  .min(32, 'must be a whole number of pixels from 32 to 512')
  .max(512, 'must be a whole number of pixels from 32 to 512');

export const configSchema = z.strictObject({
  imgHeight: pixels.default(128).describe("height of the network's input, pixels"),
  imgWidth: pixels.default(128).describe("width of the network's input, pixels"),
  batchSize: z
    .int('must be a whole number from 2 to 256')
    .min(2, 'must be a whole number from 2 to 256')
    .max(256, 'must be a whole number from 2 to 256')
    .default(32)
    .describe('ads of one training step'),
  epochs: z
    .int('must be a whole number of at least 1')
    .min(1, 'must be a whole number of at least 1')
    .default(16)
    .describe('at most; training ends where the validation loss no longer falls'),
  learningRate: z
    .number('must be a number above 0 and at most 1')
    .gt(0, 'must be a number above 0 and at most 1')
    .max(1, 'must be a number above 0 and at most 1')
    .default(0.001)
    .describe('of Adam, at the start'),
  seed: z
    .int32('must be a whole number between -2147483648 and 2147483647')
    .default(42)
    .describe('of the split, the first weights, the order of the batches, augmentation and dropout'),
});

/** How the ad-quality network is built and trained. */
export type AdQualityConfig = z.infer<typeof configSchema>;

/**
 * A whole configuration from the values that differ from the defaults.
 * @throws {ArgumentError} naming the setting, its value and what it may be; an unknown setting is named too
 * @example adQualityConfig({ epochs: 5 }) // { imgHeight: 128, imgWidth: 128, batchSize: 32, epochs: 5, learningRate: 0.001, seed: 42 }
 */
export function adQualityConfig(values: Partial<AdQualityConfig> = {}): AdQualityConfig {
  return parseParameters(configSchema, values, 'setting');
}
