export { channels, hsl, mix } from './hex.js';
export { greyAsRgb } from './rgb.js';
export { contrastRatio, relativeLuminance } from './wcag.js';
