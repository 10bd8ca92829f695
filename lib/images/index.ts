/**
 * Pictures decoded, resized, fetched; colours, and hashes of what looks alike.
 * @module vitrine/images
 * @example
 * ```ts
 * import { decodeRgb, differenceHash, dominantColors, resizeArea } from 'vitrine/images';
 *
 * const picture = await decodeRgb('chair.jpg');
 * const pixels = resizeArea(picture, 224, 224); // 224 · 224 · 3 numbers in 0…255
 * console.log(pixels.length, await dominantColors('chair.jpg'), await differenceHash('chair.jpg'));
 * ```
 */

export { type AugmentOptions, augmentPixels } from './augment.js';
export { contrastRatio, dominantColors, relativeLuminance } from './color/index.js';
export { type DecodeOptions, decodeImage } from './decode.js';
export { decodePixels } from './decode-pixels.js';
export { decodeRgb } from './decode-rgb.js';
export { ImageError } from './errors.js';
export { fetchPictures, type Picture } from './fetch/index.js';
export { imageSize } from './header.js';
export { differenceHash, hammingDistance } from './likeness/index.js';
export { PixelCache } from './pixel-cache.js';
export { resizeArea } from './resize-area.js';
export { resizeBilinear } from './resize-bilinear.js';
export type { RgbImage } from './rgb-image.js';
export { jpegUri, thumbnail } from './thumbnail.js';
