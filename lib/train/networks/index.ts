export { networkParts, pictureTrunk, throughLayers } from './picture-trunk.js';
