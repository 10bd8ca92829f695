import path from 'node:path';
import { packageRoot } from '../../store/package/index.js';

/** The program of the kernel; its argument is a connection file. */
export function kernelProgram(): string {
  return path.join(packageRoot(), 'bin', 'kernel.cjs');
}
