import { createIndex } from '../../search/index.js';
import { contentKey } from '../../store/index.js';
import { type Matrix, row, selectRows } from '../../vectors/index.js';
import { Classes } from './classes.js';

/** What float32 may take off the cosine of two equal vectors. */
export const rounding = 1e-6;

const queryBlock = 256;
/** Rows that a row is compared with. */
export const mostNeighbours = 256;
/** How many neighbours are asked for: few first, then, of texts whose neighbours are all near, as many as count. */
const neighbourSteps = [16, mostNeighbours];
/** Texts below which comparing all with all takes less time than an index and its searches, and misses none. */
const exactBelow = 300_000;

/** Rows of one text, and those whose texts are near: the nearest 257, itself among them. */
export interface NearTexts {
  readonly rows: readonly number[];
  readonly near: readonly number[];
  /** Whether there were more. */
  readonly crowded: boolean;
}

/**
 * For each different text the rows whose cosine with it is at least `threshold`, in blocks of 256: by exact search, and
 * from 300,000 texts on, where that would take longer, by the index that `createIndex` chooses. Equal vectors are
 * looked up once.
 */
export async function* nearTexts(
  vectors: Matrix,
  threshold: number,
  progress: (step: string) => (done: number, total: number) => void,
): AsyncGenerator<NearTexts> {
  const { members } = textClasses(vectors);
  const firsts = members.map(([first]) => first);
  const texts = firsts.length < vectors.rows ? selectRows(vectors, firsts) : vectors;
  const { index } = await createIndex(texts, {
    kind: texts.rows < exactBelow ? 'exact' : 'auto',
    zeroRows: 'leave out',
    onProgress: progress('Indexing texts'),
  });
  const onProgress = progress('Comparing texts');
  try {
    for (let start = 0; start < texts.rows; start += queryBlock) {
      const count = Math.min(queryBlock, texts.rows - start);
      let open = Array.from({ length: count }, (_, i) => start + i);
      for (const k of neighbourSteps) {
        if (open.length === 0) break;
        const found = await index.searchBatch(selectRows(texts, open), k + 1);
        const full: number[] = [];
        for (const [q, text] of open.entries()) {
          const hits = found[q].filter(({ score }) => score >= threshold - rounding);
          const near = hits
            .flatMap(({ row: other, score }) =>
              members[other].slice(0, mostNeighbours + 1).map((i) => ({ i, score })),
            )
            .sort((a, b) => b.score - a.score || a.i - b.i);
          if (hits.length > k && near.length <= mostNeighbours) full.push(text);
          else {
            yield {
              rows: members[text],
              near: near.slice(0, mostNeighbours + 1).map(({ i }) => i),
              crowded: near.length > mostNeighbours,
            };
          }
        }
        open = full;
      }
      onProgress(start + count, texts.rows);
    }
  } finally {
    await index.close();
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
