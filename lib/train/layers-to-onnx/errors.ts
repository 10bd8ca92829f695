import { UserError } from '../../errors/index.js';

/** A layer, or a setting of one, that cannot be written as an ONNX graph. */
export class LayerError extends UserError {}
