export { ModelFolderError } from './format-error.js';
export { layersModelFiles, loadLayersModel } from './load.js';
export { type SaveLayersModelOptions, saveLayersModel } from './save.js';
