export { type CompoundSplitter, compoundSplitter } from './compounds.js';
export { detectLanguage } from './detect.js';
export { editDistance, nearestNames, suggest } from './edit-distance.js';
export { type Language, languageName, languages } from './languages.js';
export { type Reader, readerOf } from './reader.js';
export { tokenize } from './tokenize.js';
