import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { messageOf } from '../../errors/index.js';
import { type graphInputs, ModelError } from '../../onnx/index.js';

/** How a photo becomes the numbers that a model was trained on. */
export interface Preprocessing {
  /** Pixels of the photo's shorter side after scaling; null: the whole photo is stretched to the model's size. */
  readonly shortestSide: number | null;
  /** Pixels that the model takes, cut from the centre. */
  readonly width: number;
  readonly height: number;
  readonly kernel: 'nearest' | 'linear' | 'cubic' | 'lanczos3';
  /** A channel's value in [0, 255] becomes (value · scale − mean) / std. */
  readonly scale: number;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** Order of the model's input: channels first, or last. */
  readonly layout: 'NCHW' | 'NHWC';
}

const imagenetMean = [0.485, 0.456, 0.406] as const;
const imagenetStd = [0.229, 0.224, 0.225] as const;
/** The usual evaluation of ImageNet models: the shorter side 256, of which the central 224 are seen. */
const cropFraction = 224 / 256;
/** Pillow's numbers for its resampling filters, as preprocessor_config.json has them. */
const kernels: Record<number, Preprocessing['kernel']> = {
  0: 'nearest',
  1: 'lanczos3',
  2: 'linear',
  3: 'cubic',
};

const side = z.number().int().positive();
const three = z.tuple([z.number(), z.number(), z.number()]);
const area = z.union([side, z.object({ height: side, width: side }), z.object({ shortest_edge: side })]);
const schema = z.object({
  size: area.optional(),
  crop_size: area.optional(),
  crop_pct: z.number().min(0.1).max(1).nullish(),
  do_center_crop: z.boolean().optional(),
  do_normalize: z.boolean().default(true),
  do_rescale: z.boolean().default(true),
  rescale_factor: z.number().default(1 / 255),
  resample: z.number().default(2),
  image_mean: three.default([...imagenetMean]),
  image_std: three.default([...imagenetStd]),
});

/**
 * The preprocessing of a model: what its preprocessor_config.json says; else ImageNet's, at the size of the graph's
 * input (224 where that is free).
 * @throws {ModelError} for a graph whose input is no image
 */
export async function preprocessingOf(
  input: ReturnType<typeof graphInputs>[number],
  configFile: string | undefined,
): Promise<Preprocessing> {
  const { dims, name } = input;
  const layout = dims[3] === 3 && dims[1] !== 3 ? 'NHWC' : 'NCHW';
  if (dims.length !== 4 || (layout === 'NCHW' && typeof dims[1] === 'number' && dims[1] !== 3)) {
    throw new ModelError(
      `input ${JSON.stringify(name)} has shape [${dims}], no batch of RGB images; choose an image classifier`,
    );
  }
  const [h, w] = layout === 'NCHW' ? [dims[2], dims[3]] : [dims[1], dims[2]];
  const fixed = typeof h === 'number' && typeof w === 'number' ? { height: h, width: w } : undefined;
  const config = configFile ? await parsed(configFile) : schema.parse({});

  const size = areaOf(config.size);
  const crops = config.do_center_crop ?? (size?.shortest !== undefined || config.size === undefined);
  const crop = areaOf(config.crop_size);
  const { height, width } = fixed ?? (crops ? crop : undefined) ?? size ?? { height: 224, width: 224 };
  const shorter = Math.min(height, width);
  let shortestSide: number | null;
  if (!crops) shortestSide = null;
  else if (config.crop_pct) shortestSide = Math.floor(shorter / config.crop_pct);
  else if (crop && size) shortestSide = Math.max(size.height, shorter);
  else shortestSide = Math.round(shorter / cropFraction);

  return {
    shortestSide,
    width,
    height,
    kernel: kernels[config.resample] ?? 'linear',
    scale: config.do_rescale ? config.rescale_factor : 1,
    mean: config.do_normalize ? config.image_mean : [0, 0, 0],
    std: config.do_normalize ? config.image_std : [1, 1, 1],
    layout,
  };
}

function areaOf(value: z.infer<typeof area> | undefined) {
  if (value === undefined) return undefined;
  if (typeof value === 'number') return { height: value, width: value, shortest: value };
  if ('shortest_edge' in value) {
    return { height: value.shortest_edge, width: value.shortest_edge, shortest: value.shortest_edge };
  }
  return { ...value, shortest: undefined };
}

async function parsed(file: string): Promise<z.infer<typeof schema>> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new ModelError(`${file} cannot be read: ${messageOf(error)}; fetch it again`, { cause: error });
  }
}
