export { differenceHash, hammingDistance } from './difference-hash.js';
export { nearHashes } from './near-hashes.js';
export { photoCorrelation, photoThumbnail } from './photo-correlation.js';
