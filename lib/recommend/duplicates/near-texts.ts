import { exactIndex, type VectorIndex } from '../../search/index.js';
import { contentKey } from '../../store/index.js';
import { type Matrix, row, selectRows } from '../../vectors/index.js';
import { Classes } from './classes.js';
import { type TextCell, textCells } from './text-cells.js';

/** What float32 may take off the cosine of two equal vectors. */
export const rounding = 1e-6;

const queryBlock = 256;
/** Rows that a row is compared with. */
export const mostNeighbours = 256;
/** How many neighbours are asked for: few first, then, of texts whose neighbours are all near, as many as count. */
const neighbourSteps = [16, mostNeighbours];

/** Rows of one text, and those whose texts are near: the nearest 257, itself among them. */
export interface NearTexts {
  readonly rows: readonly number[];
  readonly near: readonly number[];
  /** Whether there were more. */
  readonly crowded: boolean;
}

/**
 * For each different text the rows whose cosine with it is at least `threshold`, by exact search: among all, which misses
 * none, and from `exactBelow` texts on among those of its cell (`textCells`). Equal vectors are looked up once.
 */
export async function* nearTexts(
  vectors: Matrix,
  threshold: number,
  progress: (step: string) => (done: number, total: number) => void,
  exactBelow = 50_000,
): AsyncGenerator<NearTexts> {
  const classes = textClasses(vectors);
  const texts = Uint32Array.from(classes.members, ([first]) => first);
  const cells =
    texts.length < exactBelow
      ? [{ asked: texts, among: texts }]
      : textCells(vectors, texts, progress('Indexing texts'));
  const onProgress = progress('Comparing texts');
  let done = 0;
  for await (const { asked, among } of cells) {
    const index = exactIndex(among.length < vectors.rows ? selectRows(vectors, among) : vectors);
    try {
      for (let from = 0; from < asked.length; from += queryBlock) {
        const some = asked.subarray(from, from + queryBlock);
        yield* nearOf({ asked: some, among }, index, vectors, classes, threshold);
        done += some.length;
        onProgress(done, texts.length);
      }
    } finally {
      await index.close();
    }
  }
}

async function* nearOf(
  { asked, among }: TextCell,
  index: VectorIndex,
  vectors: Matrix,
  { of, members }: Classes,
  threshold: number,
): AsyncGenerator<NearTexts> {
  let open = asked;
  for (const k of neighbourSteps) {
    if (open.length === 0) return;
    const found = await index.searchBatch(selectRows(vectors, open), k + 1);
    const full: number[] = [];
    for (const [q, text] of open.entries()) {
      const hits = found[q].filter(({ score }) => score >= threshold - rounding);
      const near = hits
        .flatMap(({ row: other, score }) =>
          members[of[among[other]]].slice(0, mostNeighbours + 1).map((i) => ({ i, score })),
        )
        .sort((a, b) => b.score - a.score || a.i - b.i);
      if (hits.length > k && near.length <= mostNeighbours) full.push(text);
      else {
        yield {
          rows: members[of[text]],
          near: near.slice(0, mostNeighbours + 1).map(({ i }) => i),
          crowded: near.length > mostNeighbours,
        };
      }
    }
    open = Uint32Array.from(full);
  }
}

function textClasses(vectors: Matrix): Classes {
  const keys = Array.from({ length: vectors.rows }, (_, i) => {
    const vector = row(vectors, i);
    if (vector.every((x) => x === 0)) return null;
    return contentKey(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  });
  return Classes.of(keys);
}
