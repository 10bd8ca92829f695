import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate, type Qrels } from '../evaluate/index.js';
import { createRandom, dot, fromRows, matrix, row } from '../vectors/index.js';
import { combine, type Part, tuneWeights } from './index.js';
import { type CosineBlock, cosineBlocks, partSpace, weightedCosines } from './part-cosines.js';
import { dealFolds } from './query-folds.js';
import { simplexGrid, simplexNeighbours, simplexSize, withWeight } from './simplex.js';
import type { TuneOptions } from './tuning-input.js';

/**
 * Products in groups of five that are relevant to each other. Part p places a product near the centre of its group,
 * by its strength, amid noise; 0 is noise alone.
 */
function catalogue(groups: number, strengths: readonly number[], missing = 0, seed = 1) {
  const random = createRandom(seed);
  const n = groups * 5;
  const ids = Array.from({ length: n }, (_, i) => `p${String(i).padStart(4, '0')}`);
  const noise = () => Float32Array.from({ length: 12 }, () => random.normal());
  const parts: Part[] = strengths.map((strength, p) => {
    const centres = Array.from({ length: groups }, noise);
    const vectors = fromRows(
      ids.map((_, i) => noise().map((x, j) => x + strength * centres[Math.floor(i / 5)][j])),
    );
    const present = ids.map(() => p === 0 || random.uniform() >= missing);
    return {
      name: ['text', 'image', 'category', 'behaviour'][p],
      vectors,
      weight: p === 0 ? 0.7 : 0.3,
      present,
    };
  });
  const qrels: Qrels = new Map(
    ids.map((id, i) => [
      id,
      new Map(
        ids.flatMap((other, j) => (i !== j && Math.floor(i / 5) === Math.floor(j / 5) ? [[other, 1]] : [])),
      ),
    ]),
  );
  return { ids, parts, qrels };
}

/** What a run over `combine`’s vectors gives: the way around that the tuner spares itself. */
function evaluated({ parts, ids, qrels }: TuneOptions, weights: Record<string, number>, metric: string) {
  const { vectors, empty } = combine(parts.map((part) => ({ ...part, weight: weights[part.name] })));
  const none = new Set(empty);
  const run = new Map(
    [...qrels.keys()].map((query) => {
      const own = ids.indexOf(query);
      const hits = ids.flatMap((id, i): [string, number][] =>
        i === own || none.has(i) || none.has(own) ? [] : [[id, dot(row(vectors, own), row(vectors, i))]],
      );
      return [query, new Map(hits)];
    }),
  );
  return evaluate(qrels, run, [metric]).mean[metric];
}

describe('scores', () => {
  const numbers = (cols: number) =>
    fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: cols, maxLength: cols }), {
      minLength: 6,
      maxLength: 6,
    });

  test('are the cosines of combine(), products without a part, or without any, included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(numbers(2), numbers(3), numbers(1)),
        fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
        fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)).filter((weights) => weights.some((w) => w > 0)),
        async (lists, present, weights) => {
          const total = weights[0] + weights[1] + weights[2];
          const parts = lists.map((list, p) => ({
            name: `part ${p}`,
            vectors: fromRows(list),
            weight: weights[p],
            present: p === 1 ? present : undefined,
          }));
          const { vectors, empty } = combine(parts);
          const space = partSpace(parts);
          const scores = new Float64Array(6);
          for await (const block of cosineBlocks(space, [0, 3, 5])) {
            for (const [i, query] of [0, 3, 5].entries()) {
              const shares = weights.map((w) => w / total);
              const found = weightedCosines(space, block, query, i, shares, scores);
              expect(found).toBe(scores.filter((x) => x > Number.NEGATIVE_INFINITY).length);
              for (let j = 0; j < 6; j++) {
                const none = j === query || empty.includes(j) || empty.includes(query);
                if (none) expect(scores[j]).toBe(Number.NEGATIVE_INFINITY);
                else
                  expect(Math.abs(scores[j] - dot(row(vectors, query), row(vectors, j)))).toBeLessThan(2e-6);
              }
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('photoless with photographed by hand: √α of the text cosine', async () => {
    const parts: Part[] = [
      {
        name: 'text',
        vectors: fromRows([
          [1, 0],
          [0.6, 0.8],
        ]),
        weight: 0.7,
      },
      {
        name: 'image',
        vectors: fromRows([
          [1, 0],
          [7, 7],
        ]),
        weight: 0.3,
        present: [true, false],
      },
    ];
    const scores = new Float64Array(2);
    const space = partSpace(parts);
    const blocks: CosineBlock[] = [];
    for await (const block of cosineBlocks(space, [0])) blocks.push(block);
    weightedCosines(space, blocks[0], 0, 0, [0.7, 0.3], scores);
    expect(scores[1]).toBeCloseTo(Math.sqrt(0.7) * 0.6, 6);
  });

  test.each(['nDCG@10', 'AP', 'RR', 'Recall@3', 'P@5', 'Judged@5'])(
    '%s is what evaluate() says of a run over combine()',
    async (metric) => {
      const data = catalogue(12, [0.7, 0.5], 0.3);
      const tuned = await tuneWeights({ ...data, metric });
      const [curve] = tuned.curves;
      for (const at of [0, 8, 14, 20]) {
        const weights = { text: curve.x[at], image: 1 - curve.x[at] };
        expect(curve.y[at]).toBeCloseTo(evaluated(data, weights, metric), 9);
      }
      expect(tuned.inUseEstimate.mean).toBeCloseTo(evaluated(data, { text: 0.7, image: 0.3 }, metric), 9);
      expect(tuned.inSample).toBeCloseTo(evaluated(data, tuned.weights, metric), 9);
    },
  );

  test('equal scores come by id, descending, as evaluate() ranks them', async () => {
    const vectors = fromRows(Array.from({ length: 12 }, () => [1, 2]));
    const ids = Array.from({ length: 12 }, (_, i) => `p${i}`);
    const qrels: Qrels = new Map(ids.map((id) => [id, new Map([[id === 'p4' ? 'p5' : 'p4', 1]])]));
    const parts = [
      { name: 'text', vectors, weight: 1 },
      { name: 'image', vectors, weight: 1 },
    ];
    const { inUseEstimate } = await tuneWeights({ parts, ids, qrels, metric: 'RR' });
    expect(inUseEstimate.mean).toBeCloseTo(
      evaluated({ parts, ids, qrels }, { text: 0.5, image: 0.5 }, 'RR'),
      9,
    );
  });
});

describe('choosing', () => {
  test('a part of noise gets little, and the gain is beyond noise', async () => {
    const tuned = await tuneWeights({ ...catalogue(20, [0, 1.2]), samples: 500 });
    expect(tuned.weights.image).toBeGreaterThanOrEqual(0.85);
    expect(tuned.improvement.mean).toBeGreaterThan(0.1);
    expect(tuned.improvement.pValue).toBeLessThan(0.01);
    expect(tuned.note).toBeNull();
    expect(tuned.estimate.mean).toBeLessThanOrEqual(tuned.inSample + 1e-12);
  });

  test('two parts of noise: nothing to gain, and it says so', async () => {
    const tuned = await tuneWeights({ ...catalogue(8, [0, 0]), samples: 500 });
    expect(tuned.note).toMatch(/within noise|No weights rank better/);
    expect(tuned.inSample).toBeGreaterThanOrEqual(tuned.estimate.mean);
  });

  test('where all weights rank alike, those in use stay', async () => {
    const { ids, parts, qrels } = catalogue(8, [1, 1]);
    const same = parts.map((part) => ({ ...part, vectors: parts[0].vectors, present: undefined }));
    const tuned = await tuneWeights({ ids, parts: same, qrels, samples: 100 });
    expect(tuned.weights).toEqual({ text: 0.7, image: 0.3 });
    expect(tuned.improvement).toMatchObject({ mean: 0, pValue: 1 });
    expect(tuned.note).toBe('No weights rank better than those in use, text 0.7, image 0.3.');
  });

  test('each query is reported by weights that were chosen without it', async () => {
    const data = catalogue(8, [0.5, 0.5], 0.2);
    const tuned = await tuneWeights({ ...data, samples: 100 });
    expect(tuned.folds.map(({ queries }) => queries)).toEqual([8, 8, 8, 8, 8]);
    const weighted = tuned.folds.reduce((sum, fold) => sum + fold.heldOut * fold.queries, 0) / 40;
    expect(tuned.estimate.mean).toBeCloseTo(weighted, 12);
    // Judgments of a query's fold that change may change its figure, but not the weights it is reported by.
    const held = dealFolds([...data.qrels.keys()], 5, 42)[0];
    const spoilt = new Map(data.qrels);
    for (const i of held) spoilt.set(data.ids[i], new Map([[data.ids[(i + 20) % 40], 1]]));
    const again = await tuneWeights({ ...data, qrels: spoilt, samples: 100 });
    expect(again.folds[0].weights).toEqual(tuned.folds[0].weights);
    expect(again.folds[0].chosenAt).toBe(tuned.folds[0].chosenAt);
    expect(again.folds[0].heldOut).not.toBe(tuned.folds[0].heldOut);
  });

  test('three parts: the simplex, then finer steps', async () => {
    const data = catalogue(12, [0.6, 0, 0.9]);
    const tuned = await tuneWeights({ ...data, samples: 100 });
    expect(tuned.weights.text + tuned.weights.image + tuned.weights.category).toBeCloseTo(1, 9);
    expect(tuned.weights.image).toBeLessThanOrEqual(0.15);
    expect(tuned.weights.category).toBeGreaterThan(tuned.weights.image);
    expect(tuned.curves.map(({ name }) => name)).toEqual(['text', 'image', 'category']);
    for (const { x, y } of tuned.curves) {
      expect([x[0], x.at(-1), x.length, y.length]).toEqual([0, 1, 11, 11]);
    }
    expect(tuned.inSample).toBeCloseTo(evaluated(data, tuned.weights, 'nDCG@10'), 9);
    const coarse = simplexGrid(3, 10).map(([text, image, category]) =>
      evaluated(data, { text, image, category }, 'nDCG@10'),
    );
    expect(tuned.inSample).toBeGreaterThanOrEqual(Math.max(...coarse) - 1e-9);
  });

  test('a part in use at weight 0 may be taken up', async () => {
    const data = catalogue(12, [0.3, 1.5]);
    const parts = data.parts.map((part, p) => ({ ...part, weight: p === 0 ? 1 : 0 }));
    const tuned = await tuneWeights({ ...data, parts, samples: 100 });
    expect(tuned.inUse).toEqual({ text: 1, image: 0 });
    expect(tuned.weights.image).toBeGreaterThan(0.4);
  });

  test('queries of one group share a fold, and count as one', async () => {
    const data = catalogue(8, [0, 1.2]);
    const groupBy = (query: string) => `g${Math.floor(Number(query.slice(1)) / 5)}`;
    const tuned = await tuneWeights({ ...data, groupBy, samples: 100 });
    expect(tuned.folds.every(({ queries }) => queries % 5 === 0)).toBe(true);
    expect(tuned.estimate).toMatchObject({ n: 40, groups: 8 });
    // Eight groups that can be swapped: no p-value is smaller.
    expect(tuned.improvement.pValue).toBeGreaterThanOrEqual(2 / 2 ** 8);
    expect((await tuneWeights({ ...data, samples: 100 })).improvement.pValue).toBeLessThan(2 / 2 ** 8);
    const few = catalogue(3, [0, 1.2]);
    expect((await tuneWeights({ ...few, groupBy, samples: 100 })).folds).toHaveLength(3);
  });

  test('the seed decides everything', async () => {
    const data = { ...catalogue(8, [0.5, 0.5]), samples: 100 };
    const one = await tuneWeights(data);
    expect(await tuneWeights(data)).toEqual(one);
    expect((await tuneWeights({ ...data, seed: 7 })).folds).not.toEqual(one.folds);
  });

  test('queries that are no product or have nothing relevant are left out by name', async () => {
    const data = catalogue(8, [1, 1]);
    const qrels = new Map([...data.qrels, ['black sofa', new Map([['p0000', 1]])]]);
    qrels.set('p0001', new Map([['p0002', 0]]));
    const tuned = await tuneWeights({ ...data, qrels, samples: 100 });
    expect(tuned.leftOut).toEqual(['p0001', 'black sofa']);
    expect(tuned.estimate.n).toBe(39);
    expect(tuned.perQuery.has('p0001')).toBe(false);
  });
});

test('folds share nothing, hold everything, differ by one at most, and keep groups together', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 6 }),
      fc.integer({ min: 6, max: 40 }),
      fc.integer(),
      (folds, n, seed) => {
        const alone = dealFolds(
          Array.from({ length: n }, (_, i) => `q${i}`),
          folds,
          seed,
        );
        expect(alone.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
        const sizes = alone.map((fold) => fold.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        const grouped = dealFolds(
          Array.from({ length: n }, (_, i) => `g${i >> 1}`),
          folds,
          seed,
        );
        for (const fold of grouped) for (const i of fold) if ((i ^ 1) < n) expect(fold).toContain(i ^ 1);
      },
    ),
  );
});

test('the simplex by hand', () => {
  expect(simplexGrid(2, 2)).toEqual([
    [0, 1],
    [0.5, 0.5],
    [1, 0],
  ]);
  expect(simplexGrid(4, 10)).toHaveLength(simplexSize(4, 10));
  expect(simplexSize(4, 10)).toBe(286);
  expect(simplexNeighbours([1, 0], 0.25)).toEqual([[0.75, 0.25]]);
  expect(withWeight([0.5, 0.25, 0.25], 0, 0.2)).toEqual([0.2, 0.4, 0.4]);
  expect(withWeight([1, 0, 0], 0, 0.5)).toEqual([0.5, 0.25, 0.25]);
});

describe('refuses', () => {
  const data = catalogue(2, [1, 1]);
  const weighed = (text: number, image: number) =>
    data.parts.map((part, p) => ({ ...part, weight: p === 0 ? text : image }));
  const some = (n: number): Qrels => new Map([...data.qrels].slice(0, n));
  const none = matrix(10, 2);
  test.each([
    ['weights that sum to 0', { parts: weighed(0, 0) }, 'every weight is 0 (text=0, image=0)'],
    ['a weight below 0', { parts: weighed(1, -1) }, 'the weight of part "image" is -1'],
    [
      'fewer queries than folds',
      { qrels: some(3) },
      '3 judged queries for 5 folds; judge more, or set folds to 3',
    ],
    [
      'too few to choose on',
      { qrels: some(4), folds: 2 },
      '4 judged queries in 2 folds leave 2 to choose on, for 4 inner folds',
    ],
    ['fewer groups than folds', { groupBy: () => 'all' }, '1 judged groups of queries for 2 folds'],
    ['one part', { parts: data.parts.slice(0, 1) }, '1 part to weigh; give 2 to 8'],
    [
      'text queries',
      { qrels: new Map([['black sofa', new Map([['p0000', 1]])]]) },
      'none of the 1 judged queries',
    ],
    ['rows that do not fit', { ids: data.ids.slice(1) }, 'part "text" has 10 rows for 9 ids'],
    ['an id twice', { ids: ['p0001', ...data.ids.slice(1)] }, 'id "p0001" stands at two rows'],
    ['a step that does not fit', { step: 0.3 }, 'step is 0.3'],
    [
      'a grid too large',
      { step: 0.001, parts: [...data.parts, { name: 'c', vectors: none, weight: 0 }] },
      '501501',
    ],
    ['one fold', { folds: 1 }, 'folds is 1'],
    ['an unknown metric', { metric: 'F1' }, 'unknown metric "F1"'],
    [
      'a number that is not finite',
      {
        parts: [
          data.parts[0],
          { name: 'c', vectors: matrix(10, 1, new Float32Array(10).fill(Number.NaN)), weight: 0 },
        ],
      },
      'part "c": row 0, column 0 is NaN',
    ],
  ] as [string, Partial<TuneOptions>, string][])('%s', async (_, change, message) => {
    await expect(tuneWeights({ ...data, ...change })).rejects.toThrow(message);
  });
});
