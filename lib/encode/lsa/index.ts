export { fitLsa, fitLsaInThread, type LsaOptions } from './encoder.js';
export { loadLsa, saveLsa } from './save.js';
