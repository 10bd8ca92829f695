import { z } from 'zod';
import type { LayersModel } from '../../train/index.js';
import { passThreshold } from './metrics.js';

/** What an ad-quality model's own metadata say of how it is to be used; other keys are for people. */
export const modelMetadataSchema = z.looseObject({
  /** An ad passes from this compliance probability up. */
  threshold: z.number().min(0).max(1).default(passThreshold),
  /** How pictures are resized: 'area' as `resizeArea`, 'bilinear' as `resizeBilinear`, as models of before were trained. */
  resize: z.enum(['area', 'bilinear']).default('bilinear'),
  /** The rules whose probabilities of being broken follow score and compliance; 0.5 and more is broken. */
  rules: z.array(z.string()).default([]),
});
/** What is kept beside a model: how it was trained, how it sees an ad, and how good it is. */
export type AdModelMetadata = z.infer<typeof modelMetadataSchema>;

/** What a model that is trained now, on these rules, says of itself. */
export function metadataOf(rules: readonly string[]) {
  return { threshold: passThreshold, resize: 'area', rules: [...rules] } as const satisfies AdModelMetadata;
}

/**
 * What a model says of itself, with the defaults filled in.
 * @throws {z.ZodError}
 */
export function modelMetadata(model: LayersModel): AdModelMetadata {
  return modelMetadataSchema.parse(model.getUserDefinedMetadata() ?? {});
}
