export { LayerError } from './layer-error.js';
export { type InputType, type LayersToOnnxOptions, layersToOnnx } from './layers-to-onnx.js';
