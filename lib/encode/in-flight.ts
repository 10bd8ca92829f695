/** Batches that are under way at once: one that runs, and the next, which is ready when it is done. */
const limit = 2;

/**
 * The results of `run`, in order, of which up to two are under way while the caller is busy with an earlier one. No more
 * inputs than that are taken from `inputs` in advance. A caller that stops early waits for those under way.
 */
export async function* inFlight<Input, Result>(
  inputs: AsyncIterable<Input> | Iterable<Input>,
  run: (input: Input) => Promise<Result>,
): AsyncGenerator<Result> {
  const open: Promise<Result>[] = [];
  try {
    for await (const input of inputs) {
      const result = run(input);
      // A failure is thrown when its turn comes; until then it must not count as unhandled.
      result.catch(() => {});
      open.push(result);
      if (open.length > limit - 1) yield await (open.shift() as Promise<Result>);
    }
    while (open.length > 0) yield await (open.shift() as Promise<Result>);
  } finally {
    await Promise.allSettled(open);
  }
}
