export { fitLsa } from './encoder.js';
export { loadLsa, saveLsa } from './save.js';
