export { layersModelFiles, loadLayersModel } from './load.js';
export { type SaveLayersModelOptions, saveLayersModel } from './save.js';
