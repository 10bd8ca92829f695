import type { ByteChunks } from './unpack.js';

/** The first bytes of what is read, `least` of them where there are as many, and all of it from the start. */
export async function peek(
  chunks: ByteChunks,
  least: number,
): Promise<{ readonly start: Buffer; readonly all: ByteChunks }> {
  const rest = chunks[Symbol.asyncIterator]();
  const seen: Buffer[] = [];
  for (let length = 0; length < least; ) {
    const { value, done } = await rest.next();
    if (done) break;
    seen.push(value);
    length += value.length;
  }
  async function* all() {
    try {
      yield* seen.splice(0);
      yield* { [Symbol.asyncIterator]: () => rest };
    } finally {
      await rest.return?.();
    }
  }
  return { start: Buffer.concat(seen), all: all() };
}
