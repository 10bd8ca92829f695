/** The same items, the next one already being made while one is worked on. Ends its source when it is left early. */
export async function* prefetch<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const ask = () => {
    const next = iterator.next();
    // A failure is thrown when the item is wanted, not before.
    next.catch(() => {});
    return next;
  };
  let pending = ask();
  try {
    for (;;) {
      const item = await pending;
      if (item.done) return;
      pending = ask();
      yield item.value;
    }
  } finally {
    await pending.catch(() => {});
    await iterator.return?.();
  }
}
