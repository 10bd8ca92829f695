import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { packageRoot } from './package-root.js';

/** The versions of vitrine, Node and the platform, and of the packages named: what a run records of itself. */
export function installedVersions(packages: readonly string[]): Record<string, string> {
  const require = createRequire(import.meta.url);
  return {
    vitrine: (require(path.join(packageRoot(), 'package.json')) as { version: string }).version,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    ...Object.fromEntries(packages.map((name) => [name, installed(name)])),
  };
}

/** Some packages do not export their package.json, so their folder is looked for. */
function installed(name: string): string {
  const require = createRequire(import.meta.url);
  for (const folder of require.resolve.paths(name) ?? []) {
    const file = path.join(folder, ...name.split('/'), 'package.json');
    if (existsSync(file)) return (require(file) as { version: string }).version;
  }
  return 'not installed';
}
