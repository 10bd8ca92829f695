#!/usr/bin/env node
import { existsSync } from 'node:fs';

const command = new URL('../dist/cli/index.js', import.meta.url);
import(command.href).catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  const way = existsSync(command)
    ? 'its packages are not all installed; run: npm ci'
    : 'it is not built; run: npm run build (or npm ci, which installs and builds)';
  console.error(`vitrine: ${way}`);
  process.exitCode = 1;
});
