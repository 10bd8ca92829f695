export { channels, hsl, mix } from './hex.js';
export { greyAsRgb } from './rgb.js';
export { contrastRatio, hexContrast, relativeLuminance } from './wcag.js';
