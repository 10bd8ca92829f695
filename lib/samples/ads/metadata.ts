import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../store/index.js';
import type { ComplianceRule, RuleId, RuleResult } from './compliance.js';
import type { AdAttributes } from './score.js';

/** The file beside drawn ads that tells how they were drawn. */
export const metadataName = 'dataset_metadata.json';
export const labelsName = 'labels.csv';

/** Raised whenever the generator would give other files for the same seed. */
export const generatorVersion = 3;

/** What is written of one drawn ad. */
export interface AdRecord {
  /** Relative to the folder, with forward slashes. */
  readonly file: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  /** Score of its quality, in [0, 100]. */
  readonly quality: number;
  readonly compliant: boolean;
  readonly rules: readonly RuleResult[];
  readonly attributes: AdAttributes;
  /** How many there are of each kind of part. */
  readonly elements: Readonly<Record<string, number>>;
  readonly layout: string;
  readonly background: string;
  readonly product: string;
  readonly brand: string;
  readonly headline: string;
}

/** dataset_metadata.json. */
export interface AdsMetadata {
  readonly generator: 'vitrine synthetic ads';
  readonly version: number;
  readonly seed: number;
  readonly count: number;
  readonly size: number;
  readonly score: {
    readonly formula: string;
    readonly weights: Readonly<Record<string, number>>;
    readonly noise: number;
  };
  readonly rules: readonly Pick<ComplianceRule, 'id' | 'rule' | 'unit' | 'source' | 'gap'>[];
  readonly images: readonly AdRecord[];
}

const ruleId = z.enum([
  'text-contrast',
  'logo-safe-zone',
  'text-coverage',
  'price-disclaimer',
] as const satisfies RuleId[]);
const attribute = z.number().min(0).max(1);
const record = z.object({
  file: z.string().regex(/^images\/[\w-]+\.jpg$/),
  sha256: z.string(),
  width: z.int(),
  height: z.int(),
  quality: z.number().min(0).max(100),
  compliant: z.boolean(),
  rules: z.array(
    z.object({ id: ruleId, ok: z.boolean(), measured: z.number(), required: z.number(), detail: z.string() }),
  ),
  attributes: z.object({
    contrast: attribute,
    alignment: attribute,
    order: attribute,
    hierarchy: attribute,
    harmony: attribute,
    focus: attribute,
    space: attribute,
    callToAction: attribute,
  }),
  elements: z.record(z.string(), z.number()),
  layout: z.string(),
  background: z.string(),
  product: z.string(),
  brand: z.string(),
  headline: z.string(),
});
const schema = z.object({
  generator: z.literal('vitrine synthetic ads'),
  version: z.number(),
  seed: z.int(),
  count: z.int(),
  size: z.int(),
  score: z.object({ formula: z.string(), weights: z.record(z.string(), z.number()), noise: z.number() }),
  rules: z.array(
    z.object({
      id: ruleId,
      rule: z.string(),
      unit: z.string(),
      source: z.string(),
      gap: z.tuple([z.number(), z.number()]),
    }),
  ),
  images: z.array(record),
});

/** Checks what was read from dataset_metadata.json. @throws {z.ZodError} */
export function parseMetadata(value: unknown): AdsMetadata {
  return schema.parse(value);
}

/** The metadata of a folder; null where they are missing or damaged. */
export async function readMetadata(folder: string): Promise<AdsMetadata | null> {
  try {
    return parseMetadata(JSON.parse(await readFile(path.join(folder, metadataName), 'utf8')));
  } catch {
    return null;
  }
}

/** labels.csv: what is known of each ad, in the format that labels of one's own have. */
export function labelsCsv({ images }: Pick<AdsMetadata, 'images'>): string {
  const lines = images.map(({ file, quality, compliant, rules }) => {
    const broken = rules.filter(({ ok }) => !ok).map(({ id }) => id);
    return `${file},${quality},${compliant ? 'pass' : 'fail'},${broken.join(' ')}`;
  });
  return `${['file,quality,compliance,broken', ...lines].join('\n')}\n`;
}

/** True when every image and the labels are there with the content that the metadata say. */
export async function filesAreWhole(folder: string, metadata: AdsMetadata): Promise<boolean> {
  const { images } = metadata;
  try {
    if ((await readFile(path.join(folder, labelsName), 'utf8')) !== labelsCsv(metadata)) return false;
    for (const image of images) {
      if (sha256(await readFile(path.join(folder, image.file))) !== image.sha256) return false;
    }
    return true;
  } catch {
    return false;
  }
}
