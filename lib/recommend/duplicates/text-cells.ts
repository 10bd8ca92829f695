import { exactIndex } from '../../search/index.js';
import { createRandom, type Matrix, selectRows } from '../../vectors/index.js';

/** Texts to look up, and those among which their neighbours are; rows of the vectors, ascending. */
export interface TextCell {
  readonly asked: Uint32Array;
  readonly among: Uint32Array;
}

/** Cells that a text lies in: two that are alike need one of these in common. */
const cellsOfText = 16;
const block = 1024;

/**
 * Texts by what they are about, so that a text is compared with those of its cell alone: √n of them, drawn, are the
 * middles of cells, each text is asked in the nearest cell and found in the nearest 16. The work grows with n √n.
 */
export async function* textCells(
  vectors: Matrix,
  texts: Uint32Array,
  onProgress: (done: number, total: number) => void,
): AsyncGenerator<TextCell> {
  const middles = drawn(texts, Math.ceil(Math.sqrt(texts.length)));
  const cells = await nearestCells(vectors, texts, selectRows(vectors, middles), onProgress);
  const starts = new Uint32Array(middles.length + 1);
  for (const cell of cells) starts[cell + 1]++;
  for (let cell = 0; cell < middles.length; cell++) starts[cell + 1] += starts[cell];
  const next = starts.slice();
  const sorted = new Uint32Array(cells.length);
  for (let at = 0; at < cells.length; at++) sorted[next[cells[at]]++] = at;
  for (let cell = 0; cell < middles.length; cell++) {
    const places = sorted.subarray(starts[cell], starts[cell + 1]);
    const asked = places.filter((at) => at % cellsOfText === 0);
    if (asked.length === 0) continue;
    const textAt = (at: number) => texts[Math.floor(at / cellsOfText)];
    yield { asked: asked.map(textAt), among: places.map(textAt) };
  }
}

/** For each text the cells that it lies in, the nearest first. */
async function nearestCells(
  vectors: Matrix,
  texts: Uint32Array,
  middles: Matrix,
  onProgress: (done: number, total: number) => void,
): Promise<Uint32Array> {
  const cells = new Uint32Array(texts.length * cellsOfText);
  const index = exactIndex(middles);
  try {
    for (let from = 0; from < texts.length; from += block) {
      const some = texts.subarray(from, from + block);
      const found = await index.searchBatch(selectRows(vectors, some), cellsOfText);
      for (const [i, hits] of found.entries()) {
        for (const [h, hit] of hits.entries()) cells[(from + i) * cellsOfText + h] = hit.row;
      }
      onProgress(from + some.length, texts.length);
    }
  } finally {
    await index.close();
  }
  return cells;
}

function drawn(texts: Uint32Array, count: number): Uint32Array {
  const random = createRandom(42);
  const left = texts.slice();
  for (let i = 0; i < count; i++) {
    const j = i + random.int(left.length - i);
    [left[i], left[j]] = [left[j], left[i]];
  }
  return left.subarray(0, count);
}
