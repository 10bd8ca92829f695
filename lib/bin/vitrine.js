#!/usr/bin/env node
import { existsSync } from 'node:fs';

const command = new URL('../dist/cli/index.js', import.meta.url);
import(command.href).catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  const checkout = existsSync(new URL('build.js', import.meta.url));
  const way = existsSync(command)
    ? `its packages are not all installed; run: ${checkout ? 'npm ci' : 'npm install'}`
    : checkout
      ? 'it is not built; run: npm run build (or npm ci, which installs and builds)'
      : 'it is not whole; remove node_modules, then run: npm install';
  console.error(`vitrine: ${way}`);
  process.exitCode = 1;
});
