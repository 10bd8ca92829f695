export { differenceHash, hammingDistance } from './difference-hash.js';
export { type DominantColor, dominantColors } from './dominant-colors.js';
export { descriptorEncoder } from './encoder.js';
export { type LabChannels, labChannels } from './lab.js';
export { photoCorrelation, photoThumbnail } from './photo-correlation.js';
