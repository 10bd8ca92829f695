import { z } from 'zod';
import { ArgumentError, shown } from '../../errors/index.js';

/** How the ad-quality network is built and trained. */
export interface AdQualityConfig {
  /** Height of the network's input, pixels. */
  readonly imgHeight: number;
  /** Width of the network's input, pixels. */
  readonly imgWidth: number;
  readonly batchSize: number;
  /** At most; training ends earlier where the validation loss no longer falls. */
  readonly epochs: number;
  /** Of Adam, at the start. */
  readonly learningRate: number;
  /** Of the split, the first weights, the order of the batches, augmentation and dropout. */
  readonly seed: number;
}

export const adQualityDefaults: AdQualityConfig = {
  imgHeight: 128,
  imgWidth: 128,
  batchSize: 32,
  epochs: 20,
  learningRate: 0.001,
  seed: 42,
};

const pixels = z
  .int('must be a whole number of pixels from 32 to 512')
  .min(32, 'must be a whole number of pixels from 32 to 512')
  .max(512, 'must be a whole number of pixels from 32 to 512');
const schema = z.strictObject({
  imgHeight: pixels,
  imgWidth: pixels,
  batchSize: z
    .int('must be a whole number from 2 to 256')
    .min(2, 'must be a whole number from 2 to 256')
    .max(256, 'must be a whole number from 2 to 256'),
  epochs: z.int('must be a whole number of at least 1').min(1, 'must be a whole number of at least 1'),
  learningRate: z
    .number('must be a number above 0 and at most 1')
    .gt(0, 'must be a number above 0 and at most 1')
    .max(1, 'must be a number above 0 and at most 1'),
  seed: z.int32('must be a whole number between -2147483648 and 2147483647'),
});

/**
 * A whole configuration from the values that differ from `adQualityDefaults`.
 * @throws {ArgumentError} naming the setting, its value and what it may be; an unknown setting is named too
 */
export function adQualityConfig(values: Partial<AdQualityConfig> = {}): AdQualityConfig {
  const parsed = schema.safeParse({ ...adQualityDefaults, ...values });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue.code === 'unrecognized_keys') {
    throw new ArgumentError(
      `there is no setting ${issue.keys[0]}; there are ${Object.keys(adQualityDefaults).join(', ')}`,
    );
  }
  const at = issue.path[0] as keyof AdQualityConfig;
  throw new ArgumentError(`setting ${at} is ${shown(values[at])}; it ${issue.message}`);
}
