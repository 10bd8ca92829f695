export { type DominantColor, dominantColors } from './dominant-colors.js';
export { foregroundOf } from './foreground.js';
export { channels, hsl, mix } from './hex.js';
export { type LabChannels, type LabPicture, labChannels, labOf } from './lab.js';
export { type PaletteColor, palette } from './palette.js';
export { contrastRatio, hexContrast, relativeLuminance } from './wcag.js';
