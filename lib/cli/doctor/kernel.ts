import { tmpdir } from 'node:os';
import { endKernel, startKernel } from '../../notebook/run/index.js';
import { commandTo } from '../../store/package/index.js';
import { broken, type Finding, ok } from './finding.js';

/** Starts a kernel and runs a cell in it. */
export async function checkKernel(): Promise<Finding[]> {
  const started = performance.now();
  const kernel = await startKernel(tmpdir(), () => ({}));
  try {
    const { status } = await kernel.client.execute('const answer: number = 6 * 7;', () => {});
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    return [
      status === 'ok'
        ? ok('kernel', `runs TypeScript cells (${seconds} s to start)`)
        : broken('kernel', `a TypeScript cell fails in it; install again with: ${commandTo('install')}`),
    ];
  } finally {
    await endKernel(kernel);
  }
}
