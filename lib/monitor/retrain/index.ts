export { compareOnHeldOut } from './compare-on-held-out.js';
export type { Verdict } from './promote-if-better.js';
export { type Registration, registerCandidate } from './register-candidate.js';
export { type RetrainJob, retrain } from './retrain.js';
