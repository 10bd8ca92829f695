export { LayerError } from './errors.js';
export { type InputType, type LayersToOnnxOptions, layersToOnnx } from './layers-to-onnx.js';
