import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import { z } from 'zod';
import { hsl } from '../../images/color/index.js';
import { parseOptions } from '../../records/index.js';
import { buildFolder, readJson, writeJson } from '../../store/index.js';
import { type Random, randomStream } from '../../vectors/index.js';
import { drawProduct, type ProductName, productNames } from '../drawing/products.js';
import { shade } from '../drawing/shade.js';
import { seedNumber, wholeNumber } from '../whole-number.js';

export interface DrawProductPhotosOptions {
  /** Number of products, 2 to 48. Default 12. */
  readonly products?: number;
  /** Photos of each, 2 to 1,000. Default 10. */
  readonly each?: number;
  /** A whole number of 32 bits; the same seed gives the same bytes. Default 42. */
  readonly seed?: number;
  /** How many photos are drawn, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

const optionsSchema = z.object({
  products: wholeNumber(2, 48).default(12),
  each: wholeNumber(2, 1000).default(10),
  seed: seedNumber,
});
const markerName = 'sample.json';
const version = 1;
const side = 224;
const atOnce = 4;
const markerSchema = z.object({ version: z.int(), products: z.int(), each: z.int(), seed: z.int() });

/**
 * Draws photos of products into a folder with a folder for each SKU, unless they are there already: every product has a
 * shape and colours of its own, the last of every six shares the shape of another; each photo has another angle, distance,
 * backdrop and light. Made beside the folder and moved into place whole.
 * @throws {UserError} for an option out of range, or a folder that cannot be written
 */
export async function drawProductPhotos(
  folder: string,
  options: DrawProductPhotosOptions = {},
): Promise<void> {
  const { onProgress } = options;
  const wanted = { version, ...parseOptions('drawProductPhotos', optionsSchema, options) };
  const isWhole = async (at = folder) => {
    const made = await readJson(path.join(at, markerName), markerSchema.parse).catch(() => null);
    return (
      JSON.stringify(made) === JSON.stringify(markerSchema.parse(wanted)) &&
      (await countOf(at)) === wanted.products * wanted.each
    );
  };
  if (await isWhole()) return;
  await buildFolder(folder, (building) => draw(building, wanted, onProgress), { isWhole });
}

async function draw(
  folder: string,
  { products, each, seed, version }: z.infer<typeof markerSchema>,
  onProgress?: DrawProductPhotosOptions['onProgress'],
): Promise<void> {
  const { renderJpeg } = await import('../drawing/render.js');
  const total = products * each;
  let done = 0;
  const limit = pLimit(atOnce);
  for (let p = 0; p < products; p++) await mkdir(path.join(folder, skuOf(p)), { recursive: true });
  await limit.map(
    Array.from({ length: total }, (_, i) => ({ product: Math.floor(i / each), photo: i % each })),
    async ({ product, photo }) => {
      const svg = compose(product, randomStream(seed, 'photo', product, photo));
      const name = `${String(photo + 1).padStart(3, '0')}.jpg`;
      await writeFile(path.join(folder, skuOf(product), name), await renderJpeg(svg, { quality: 85 }));
      onProgress?.(++done, total);
    },
  );
  await writeJson(path.join(folder, markerName), { version, products, each, seed });
}

function skuOf(product: number): string {
  return `${shapeOf(product).toUpperCase()}-${String(product + 1).padStart(3, '0')}`;
}

/** Of every six products the last is the first one's shape in other colours. */
function shapeOf(product: number): ProductName {
  const shape = product % 6 === 5 ? product - 5 : product;
  return productNames[shape % productNames.length];
}

function compose(product: number, random: Random): string {
  const within = (low: number, high: number) => low + (high - low) * random.uniform();
  const hue = (product * 137.508) % 360;
  const main = hsl(hue, 0.62, 0.5);
  const paint = {
    main,
    light: shade(main, 0.55),
    dark: shade(main, -0.45),
    accent: hsl((hue + 150) % 360, 0.7, 0.6),
  };
  const backdrop = hsl(within(0, 360), within(0, 0.25), within(0.72, 0.96));
  const [scale, turn] = [within(1.15, 1.8), within(-24, 24)];
  const [x, y] = [side / 2 + within(-22, 22), side / 2 + within(-18, 18)];
  const light = within(-0.25, 0.2);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 ${side} ${side}">
<rect width="${side}" height="${side}" fill="${backdrop}"/>
<rect y="${within(150, 200).toFixed(1)}" width="${side}" height="${side}" fill="${shade(backdrop, within(-0.25, -0.08))}"/>
<ellipse cx="${(x + 4).toFixed(1)}" cy="${(y + 46 * scale).toFixed(1)}" rx="${(38 * scale).toFixed(1)}" ry="9" fill="#000" fill-opacity=".22"/>
<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${turn.toFixed(1)}) scale(${scale.toFixed(3)}) translate(-50 -50)">${drawProduct(shapeOf(product), paint)}</g>
<rect width="${side}" height="${side}" fill="${light > 0 ? '#fff' : '#000'}" fill-opacity="${Math.abs(light).toFixed(2)}"/>
</svg>`;
}

async function countOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  return entries.filter((name) => name.endsWith('.jpg')).length;
}
