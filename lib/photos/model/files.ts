import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors/index.js';
import { readJson } from '../../store/index.js';

/** Files of a model. */
export const fileNames = {
  mapping: 'product_mapping.json',
  metadata: 'metadata.json',
  head: 'head.json',
  model: 'model.json',
} as const;

const mappingSchema = z.object({
  format: z.literal(1),
  labels: z.literal('sku'),
  products: z.array(z.object({ index: z.int(), sku: z.string(), name: z.string().optional() })).min(2),
});

/** The classes of a model: SKUs, in their order, with the names that products had when it was trained. */
export type ProductMapping = z.infer<typeof mappingSchema>;

/** What a model says of itself. */
export const metadataSchema = z.looseObject({
  version: z.string(),
  threshold: z.number().nullable(),
  dataHash: z.string(),
  /** Without user and password; undefined for photos of no database. */
  database: z.string().optional(),
  /** SHA-256 of the photos that it has learnt from or was chosen by. */
  learnt: z.array(z.string()).default([]),
});

/** A model that needs ONNX Runtime: its parts and their encoders, and weights and bias of the head. */
export const headSchema = z.object({
  parts: z
    .array(
      z.object({
        encoder: z.enum(['onnx', 'descriptors']),
        model: z.string(),
        id: z.string(),
        scale: z.number(),
      }),
    )
    .min(1),
  dim: z.int().positive(),
  /** dim · products numbers, float32, base64. */
  weights: z.string(),
  bias: z.string(),
});

/**
 * The classes of the model in a folder.
 * @throws {UserError} for a model whose classes are names of products, or a mapping that is damaged
 */
export async function readMapping(folder: string): Promise<ProductMapping> {
  const file = path.join(folder, fileNames.mapping);
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null)
    throw new UserError(`${folder} holds no ${fileNames.mapping}; name the folder of a photo model`);
  const mapping = mappingSchema.safeParse(parsed(text));
  if (mapping.success) return mapping.data;
  throw new UserError(
    `${file} does not map classes to SKUs, as a model does that was trained on names; names change, so train it again on SKUs: vitrine train photos`,
  );
}

/** @throws {StoreError} for one that is not there or damaged */
export function readMetadata(folder: string) {
  return readJson(path.join(folder, fileNames.metadata), metadataSchema.parse);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
