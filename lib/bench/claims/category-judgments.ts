import { categoryQrels, compareRuns, type Run } from '../../evaluate/index.js';
import { tuneWeights } from '../../hybrid/index.js';
import {
  createRandom,
  dot,
  fromRows,
  type Matrix,
  normalize,
  type Random,
  row,
} from '../../vectors/index.js';
import { report } from '../rows.js';

const nulls = 200;
const products = 240;
const asked = 120;
const dim = 16;

/** Judged by category, rankings of random vectors differ by chance alone: how often a difference is called significant. */
export async function claimCategoryJudgments(): Promise<void> {
  console.log(`judgments by category, ${nulls} pairs of random embeddings`);
  for (const categories of [12, 40]) {
    const random = createRandom(11);
    const found = { 'nDCG@10': 0, AP: 0 };
    let tuned = 0;
    for (let i = 0; i < nulls; i++) {
      const { ids, qrels, groupBy } = catalogue(categories, random);
      const [a, b] = [randomVectors(random), randomVectors(random)];
      const metrics = ['nDCG@10', 'AP'] as const;
      const runs = { a: ranked(a, ids, qrels.keys()), b: ranked(b, ids, qrels.keys()) };
      const options = { groupBy, correction: 'none', samples: 50, permutations: 2000 } as const;
      const { pairs } = compareRuns(qrels, runs, metrics, options);
      for (const { metric, significant } of pairs) if (significant) found[metric as 'AP']++;
      const parts = [
        { name: 'text', vectors: a, weight: 0.7 },
        { name: 'image', vectors: b, weight: 0.3 },
      ];
      const { note } = await tuneWeights({ parts, ids, qrels, groupBy, step: 0.1, samples: 50 });
      if (note === null) tuned++;
    }
    for (const metric of ['nDCG@10', 'AP'] as const) {
      rate(`compare, ${metric}, ${categories} categories`, found[metric], 0.07);
    }
    rate(`tuneWeights "improves", ${categories} categories`, tuned, 0.07);
  }
}

function rate(what: string, count: number, atMost: number): void {
  report({ what, value: count / nulls, unit: '', goal: { atMost } });
}

/** Categories of unequal size, as catalogues have them. */
function catalogue(categories: number, random: Random) {
  const ids = Array.from({ length: products }, (_, i) => `p${i}`);
  const leaves = ids.map(() => `c${Math.floor(categories * random.uniform() ** 1.5)}`);
  const qrels = categoryQrels(ids, leaves, { queries: asked, seed: random.int(1e9) });
  const leafOf = new Map(ids.map((id, i) => [id, leaves[i]]));
  return { ids, qrels, groupBy: (query: string) => leafOf.get(query) ?? query };
}

function randomVectors(random: Random): Matrix {
  const vectors = fromRows(
    Array.from({ length: products }, () => Array.from({ length: dim }, random.normal)),
  );
  for (let i = 0; i < products; i++) normalize(row(vectors, i));
  return vectors;
}

function ranked(vectors: Matrix, ids: readonly string[], queries: Iterable<string>): Run {
  return new Map(
    Array.from(queries, (query) => {
      const own = ids.indexOf(query);
      const scores = ids.flatMap((id, i): [string, number][] =>
        i === own ? [] : [[id, dot(row(vectors, own), row(vectors, i))]],
      );
      return [query, new Map(scores)];
    }),
  );
}
