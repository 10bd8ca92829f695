export { type AugmentOptions, augmentPixels } from './augment.js';
export { type DominantColor, dominantColors } from './color/dominant-colors.js';
export { channels, hsl, mix } from './color/hex.js';
export {
  type Color,
  meanColor,
  membersOf,
  seedCenters,
  squaredDistance,
  totalWeight,
  type WeightedColor,
} from './color/k-means.js';
export { type LabChannels, type LabPicture, labChannels, labOf } from './color/lab.js';
export { contrastRatio, hexContrast, relativeLuminance } from './color/wcag.js';
export { type DecodeOptions, decodeImage } from './decode.js';
export { decodePixels } from './decode-pixels.js';
export { decodeRgb } from './decode-rgb.js';
export { differenceHash, hammingDistance } from './difference-hash.js';
export { ImageError } from './errors.js';
export { type FetchPicturesOptions, fetchPictures } from './fetch/fetch-pictures.js';
export { foregroundOf } from './foreground.js';
export { imageSize } from './header.js';
export { locateImage } from './locate-image.js';
export { nearHashes } from './near-hashes.js';

export { photoCorrelation, photoThumbnail } from './photo-correlation.js';
export { type Picture, withPictureFile } from './picture-file.js';
export { PixelCache } from './pixel-cache.js';
export { resizeArea } from './resize-area.js';
export { resizeBilinear } from './resize-bilinear.js';
export type { RgbImage } from './rgb-image.js';
export { jpegUri, thumbnail } from './thumbnail.js';
