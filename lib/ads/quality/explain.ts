import { decodeRgb } from '../../images/index.js';
import { occlusionMap } from '../../train/index.js';
import type { AdScorer } from './scorer.js';

/** Pixels of the longer side of the picture. */
const side = 360;
/** Opacity of a cell of the largest effect. */
const opacity = 0.65;

/**
 * Which parts of an ad a prediction rests on, painted over it: blue where what is there raises the prediction, orange
 * where it lowers it, stronger for more. A PNG, at most 360 pixels wide or high.
 * @param output 'score' or 'probability'
 * @example await writeFileAtomic('why.png', await occlusionPicture(scorer, 'ad.jpg')); // 360 × 360 pixels for a square ad
 */
export async function occlusionPicture(
  scorer: AdScorer,
  image: string | Uint8Array,
  output: 'score' | 'probability' = 'score',
): Promise<Uint8Array> {
  const { height, width } = scorer;
  const picture = await decodeRgb(image);
  const data = scorer.resize(picture);
  const map = await occlusionMap(
    async (pixels, count) => {
      const out = await scorer.predict(pixels, count);
      const columns = out.length / count;
      return Float32Array.from({ length: count }, (_, i) => out[columns * i + (output === 'score' ? 0 : 1)]);
    },
    { height, width, data },
  );
  const largest = map.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const cells = new Uint8Array(map.rows * map.cols * 4);
  map.data.forEach((value, i) => {
    const color = value > 0 ? [0, 114, 178] : [213, 94, 0];
    cells.set([...color, Math.round((255 * opacity * Math.abs(value)) / largest)], 4 * i);
  });
  const { default: sharp } = await import('sharp');
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const size = {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  };
  const overlay = await sharp(cells, { raw: { width: map.cols, height: map.rows, channels: 4 } })
    .resize(size.width, size.height, { fit: 'fill', kernel: 'linear' })
    .png()
    .toBuffer();
  const raw = { width: picture.width, height: picture.height, channels: 3 as const };
  return sharp(picture.data, { raw })
    .resize(size.width, size.height, { fit: 'fill' })
    .composite([{ input: overlay }])
    .png()
    .toBuffer();
}
