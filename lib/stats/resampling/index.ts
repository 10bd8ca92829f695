export { bcaInterval } from './bca.js';
export {
  type BootstrapInterval,
  type BootstrapOptions,
  bootstrapDefaults,
  bootstrapInterval,
  fewUnits,
  type PairedDifference,
  pairedBootstrap,
} from './bootstrap.js';
export { rowsByGroup } from './groups.js';
export { drawToFront, monteCarloPValue } from './monte-carlo.js';
export { randomizationTest } from './randomization.js';
