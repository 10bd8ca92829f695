export { type KernelOptions, runKernel } from './run-kernel.js';
