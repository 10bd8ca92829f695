import { hostname } from 'node:os';

/** This process, as rows of jobs name the worker that has them: `host:process id`. */
export function workerName(): string {
  return `${hostname()}:${process.pid}`;
}
