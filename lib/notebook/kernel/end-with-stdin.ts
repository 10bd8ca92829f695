import path from 'node:path';
import { Worker } from 'node:worker_threads';

/**
 * The runner holds the other end of standard input. Once it is gone, a thread removes the runner's private folder and
 * ends this process and its children: a thread, because a cell may keep the main one busy.
 */
export function endWithStdin(connectionFile: string): void {
  new Worker(`(${watch})()`, { eval: true, workerData: path.dirname(connectionFile) }).unref();
}

/** Stands alone: the thread is given its source. */
function watch() {
  const { rmSync } = require('node:fs');
  const { Socket } = require('node:net');
  const { workerData: folder } = require('node:worker_threads');
  const end = () => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {}
    try {
      process.kill(-process.pid, 'SIGKILL');
    } catch {
      process.kill(process.pid, 'SIGKILL');
    }
  };
  new Socket({ fd: 0 })
    .on('error', () => {})
    .on('close', end)
    .resume();
}
