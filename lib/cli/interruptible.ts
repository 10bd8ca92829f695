import { UserError } from '../errors/index.js';

/** Aborts at the first Ctrl-C, SIGTERM or SIGHUP; a second one ends this process at once. */
export function interruptible(hint = ''): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(1);
      controller.abort(new UserError(`interrupted by ${signal}${hint}`));
    });
  }
  return controller.signal;
}
