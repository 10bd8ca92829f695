export { findUncommittable, newCellId, stripNotebook } from './clean.js';
export { type Cell, type Notebook, type Output, tagsOf } from './notebook.js';
export {
  injectParameters,
  type Parameter,
  type ParameterValue,
  readParameters,
  typeParameters,
} from './parameters.js';
export { parseNotebook, readNotebook } from './read.js';
export { notebookWithoutPasswords } from './without-passwords.js';
export { formatNotebook, writeNotebook } from './write.js';
