import { renderJpeg } from '../drawing/render.js';
import { drawProduct } from './draw.js';
import type { SampleProduct } from './product.js';

/** A product's photo as JPEG bytes. Loads the renderer: import this file dynamically. */
export function takePhoto(product: SampleProduct, seed: number): Promise<Buffer> {
  return renderJpeg(drawProduct(product, seed), { quality: 85 });
}
