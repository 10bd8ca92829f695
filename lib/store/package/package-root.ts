import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of the package `vitrine`, be this file run from its source or from `dist/`. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}

/** Whether the package is the one of its own checkout, where it is built; else a project has installed it. */
export function isCheckout(root = packageRoot()): boolean {
  return existsSync(path.join(root, 'bin', 'build.js'));
}

const commands = {
  checkout: { run: 'npm start', install: 'npm ci' },
  project: {
    run: 'npx vitrine run notebooks/01-product-recommendations.ipynb',
    install: 'npm install, after node_modules is removed',
  },
} as const;

/** What messages tell people to type for a first run, or to install again. */
export function commandTo(task: 'run' | 'install'): string {
  return commands[isCheckout() ? 'checkout' : 'project'][task];
}
