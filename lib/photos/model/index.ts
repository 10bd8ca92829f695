/** What a registry of photo models has to do besides. */
export { tellDatabase } from './registry.js';
