import sharp, { type Sharp } from 'sharp';
import { visualFeatures } from '../creative/features/extract.js';
import { quantile, variance } from '../stats/index.js';

type VisualFeatures = Awaited<ReturnType<typeof visualFeatures>>;

/** How far a feature moves when pictures are saved in another way. */
export interface FeatureShift {
  readonly name: string;
  readonly variant: keyof typeof variants;
  /** 90th percentile over the pictures of |difference|, in standard deviations of the feature over the pictures. */
  readonly shift: number;
}

const variants = {
  '× 0.5': (image: Sharp, width: number) => image.resize(Math.round(width / 2)).png(),
  '× 2': (image: Sharp, width: number) => image.resize(2 * width).png(),
  'JPEG 70': (image: Sharp) => image.jpeg({ quality: 70 }),
};

/** The shifts of all visual features of some image files, at half and twice their size and as JPEGs of quality 70. */
export async function featureShifts(images: readonly string[]): Promise<FeatureShift[]> {
  const kinds = Object.keys(variants) as (keyof typeof variants)[];
  const rows: { readonly plain: VisualFeatures; readonly others: readonly VisualFeatures[] }[] = [];
  for (const image of images) {
    const { width } = await sharp(image).metadata();
    const again = kinds.map((kind) => variants[kind](sharp(image), width).toBuffer());
    const [plain, ...others] = await Promise.all(
      [image, ...again].map(async (file) => visualFeatures(await file)),
    );
    rows.push({ plain, others });
  }
  const names = Object.keys(rows[0].plain) as (keyof VisualFeatures)[];
  return names.flatMap((name) => {
    const deviation = Math.sqrt(
      variance(
        rows.map(({ plain }) => plain[name]),
        1,
      ),
    );
    return kinds.map((variant, k) => {
      const off = rows
        .map(({ plain, others }) => Math.abs(others[k][name] - plain[name]))
        .sort((a, b) => a - b);
      const shift = quantile(Float64Array.from(off), 0.9) / (deviation || 1);
      return { name, variant, shift };
    });
  });
}
