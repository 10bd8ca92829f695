import { setImmediate } from 'node:timers/promises';

/** Rows of tokens that go through the model together. */
export interface TokenBatch {
  /** Which text each row is. */
  readonly indices: number[];
  readonly tokens: number[][];
  /** Tokens of the longest row. */
  readonly width: number;
}

interface Row {
  readonly index: number;
  readonly tokens: number[];
}

/** Texts that are tokenised before batches are formed: bounds the memory, whatever the number of texts. */
const chunk = 4096;
/** Tokenising lets timers and signals have their turn after so long. */
const turnMs = 10;

/**
 * Texts in batches of similar length, so that little is computed on padding: the longest first, which shows the
 * peak of memory at once. All are ordered by their length in characters; within each chunk by their number of tokens.
 * While the batches of a chunk are taken, the next chunk is tokenised bit by bit, in the time between two batches.
 */
export async function* tokenBatches(
  texts: readonly string[],
  encode: (text: string) => number[],
  { batchSize, maxTokensPerBatch }: { batchSize: number; maxTokensPerBatch: number },
): AsyncGenerator<TokenBatch> {
  const order = Uint32Array.from(texts, (_, i) => i).sort(
    (a, b) => texts[b].length - texts[a].length || a - b,
  );
  let turn = performance.now();
  const tokenized = async (into: Row[], start: number, end: number) => {
    for (const index of order.subarray(start, end)) {
      into.push({ index, tokens: encode(texts[index]) });
      if (performance.now() - turn > turnMs) {
        await setImmediate();
        turn = performance.now();
      }
    }
  };
  let next: Row[] = [];
  await tokenized(next, 0, chunk);
  for (let start = 0; start < order.length; start += chunk) {
    const rows = next.sort((a, b) => b.tokens.length - a.tokens.length || a.index - b.index);
    const following = start + chunk;
    next = [];
    for (let i = 0; i < rows.length; ) {
      const width = rows[i].tokens.length;
      const size = Math.max(1, Math.min(batchSize, Math.floor(maxTokensPerBatch / width)));
      const batch = rows.slice(i, i + size);
      yield { indices: batch.map(({ index }) => index), tokens: batch.map(({ tokens }) => tokens), width };
      i += batch.length;
      await tokenized(next, following + next.length, following + i);
    }
  }
}
