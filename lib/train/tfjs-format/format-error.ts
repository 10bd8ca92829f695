import { UserError } from '../../errors/index.js';

/** A folder that is no whole TensorFlow.js Layers model, or cannot become one. */
export class ModelFolderError extends UserError {}
