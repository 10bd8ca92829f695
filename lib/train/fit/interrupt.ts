/**
 * Runs `work` with a signal that is aborted by `outer` or by the first Ctrl-C; a second Ctrl-C ends the process as
 * it would without this.
 */
export async function interruptible<T>(
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const interrupt = () => controller.abort();
  process.once('SIGINT', interrupt);
  try {
    return await work(outer ? AbortSignal.any([outer, controller.signal]) : controller.signal);
  } finally {
    process.off('SIGINT', interrupt);
  }
}
