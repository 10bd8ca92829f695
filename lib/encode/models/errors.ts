import { ModelError } from '../../onnx/index.js';

/** The files of a model can be had neither here nor from the hub; 'auto' then falls back. A file that is there and wrong is a plain `ModelError`. */
export class ModelUnavailableError extends ModelError {}
