export { commandTo, isCheckout, packageRoot } from './package-root.js';
export { installedVersions } from './versions.js';
