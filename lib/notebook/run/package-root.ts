import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of the package `vitrine`, be this file run from its source or from `dist/`. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}

/** The program of the kernel; its argument is a connection file. */
export function kernelProgram(): string {
  return path.join(packageRoot(), 'bin', 'kernel.cjs');
}
