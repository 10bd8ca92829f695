export { ModelRegistry, registryFolder, registryInUse } from './model-registry.js';
export { type DataSource, versionLine } from './version.js';
