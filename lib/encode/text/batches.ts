/** Rows of tokens that go through the model together. */
export interface TokenBatch {
  /** Which text each row is. */
  readonly indices: number[];
  readonly tokens: number[][];
  /** Tokens of the longest row. */
  readonly width: number;
}

/** Texts that are tokenised before batches are formed: bounds the memory, whatever the number of texts. */
const CHUNK = 4096;

/**
 * Texts in batches of similar length, so that little is computed on padding: the longest first, which shows the
 * peak of memory at once. All are ordered by their length in characters; within each chunk by their number of tokens.
 */
export function* tokenBatches(
  texts: readonly string[],
  encode: (text: string) => number[],
  { batchSize, maxTokensPerBatch }: { batchSize: number; maxTokensPerBatch: number },
): Generator<TokenBatch> {
  const order = Uint32Array.from(texts, (_, i) => i).sort(
    (a, b) => texts[b].length - texts[a].length || a - b,
  );
  for (let start = 0; start < order.length; start += CHUNK) {
    const rows = Array.from(order.subarray(start, start + CHUNK), (index) => ({
      index,
      tokens: encode(texts[index]),
    }));
    rows.sort((a, b) => b.tokens.length - a.tokens.length || a.index - b.index);
    for (let i = 0; i < rows.length; ) {
      const width = rows[i].tokens.length;
      const size = Math.max(1, Math.min(batchSize, Math.floor(maxTokensPerBatch / width)));
      const batch = rows.slice(i, i + size);
      yield { indices: batch.map(({ index }) => index), tokens: batch.map(({ tokens }) => tokens), width };
      i += batch.length;
    }
  }
}
