import { z } from 'zod';
import { languages } from '../language/index.js';
import type { RunConfig } from './run-config.js';

/** The job's folder under `outputs/`. */
export const job = 'product-recommendations';

/** The files of a run, by what they hold. */
export const files = {
  textVectors: 'text_embeddings.npy',
  imageVectors: 'image_features.npy',
  category: 'category_embeddings.npy',
  behavior: 'behavior_embeddings.npy',
  hybridVectors: 'combined_embeddings.npy',
  textScaler: 'scaler_text.json',
  imageScaler: 'scaler_image.json',
  ids: 'ids.json',
  products: 'products.json',
  config: 'config.json',
  metrics: 'metrics.json',
  index: 'index',
  textIndex: 'index-text',
  textModel: 'text_model.lsa',
} as const;

/** The parts that a run may have beside text and image. */
export const furtherNames = ['category', 'behavior'] as const;

const rankingSchema = z.object({
  fp32: z.number(),
  int8: z.number(),
  change: z.number(),
  queries: z.int(),
  relevance: z.enum(['judgments', 'fp32 neighbours']),
});

const encoderSchema = z.object({
  asked: z.string(),
  model: z.string(),
  id: z.string(),
  name: z.string(),
  dim: z.int().positive(),
  dtype: z.enum(['fp32', 'int8']),
  sha256: z.string().nullable(),
  details: z.string(),
  fallbackReason: z.string().nullable(),
  quantization: z
    .object({
      meanCosine: z.number().nullable(),
      p5Cosine: z.number().nullable(),
      ranking: rankingSchema.nullable().default(null),
      reason: z.string().nullable(),
    })
    .nullable(),
});

const rowNote = z.object({ row: z.int(), id: z.string(), reason: z.string() });

export const configSchema: z.ZodType<RunConfig> = z.object({
  format: z.literal(1),
  job: z.literal(job),
  run: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  catalog: z.object({
    path: z.string(),
    sha256: z.string(),
    products: z.int(),
    language: z.enum(languages).default('en'),
    setAside: z.array(rowNote),
    warnings: z.array(rowNote),
    unusable: z.array(z.string()),
  }),
  photos: z.object({
    found: z.int(),
    failed: z.array(z.object({ id: z.string(), source: z.string(), reason: z.string() })),
  }),
  text: encoderSchema,
  image: encoderSchema,
  events: z
    .object({
      path: z.string(),
      sha256: z.string(),
      events: z.int(),
      users: z.int(),
      untouched: z.int(),
      unknownProducts: z.int(),
      setAside: z.int(),
    })
    .nullable()
    .default(null),
  weights: z.record(z.string(), z.number()),
  index: z.object({ kind: z.enum(['exact', 'hnsw']), reason: z.string() }),
  relevance: z.string(),
  versions: z.record(z.string(), z.string()),
});

export const productsSchema = z.array(
  z.object({
    id: z.string(),
    title: z.string(),
    brand: z.string(),
    description: z.string(),
    price: z.number().nullable(),
    categories: z.array(z.string()),
    images: z.array(z.string()),
    manufacturer: z.string(),
    packageDimensions: z.string(),
    countryOfOrigin: z.string(),
    material: z.string(),
    color: z.string(),
    /** Relative to the project's root, with forward slashes. */
    photo: z.string().nullable(),
  }),
);
