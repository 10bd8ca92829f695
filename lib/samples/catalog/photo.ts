import { renderAsync } from '@resvg/resvg-js';
import sharp from 'sharp';
import { drawProduct } from './draw.js';
import type { SampleProduct } from './product.js';

/** A product's photo as JPEG bytes. Loads the renderer: import this file dynamically. */
export async function takePhoto(product: SampleProduct, seed: number): Promise<Buffer> {
  const image = await renderAsync(drawProduct(product, seed), { font: { loadSystemFonts: false } });
  return await sharp(image.pixels, { raw: { width: image.width, height: image.height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 85 })
    .toBuffer();
}
