export { claimFolder } from './claim.js';
export { isInUse, leftoversIn, sweep } from './leftovers.js';
export { type TemporaryFolder, temporaryFolder, temporaryLeftovers } from './temporary-folder.js';
