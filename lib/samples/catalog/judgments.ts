import { randomStream } from '../../vectors/index.js';
import type { SampleProduct } from './product.js';
import type { JudgedQuery } from './queries.js';
import { grade, isNearMiss, itemGrade } from './relevance.js';

const nearMissesPerQuery = 20;
const queryItems = 100;

/** Judgments as TREC has them, `query 0 document grade`: every product above 0, and some near misses at 0. */
export function judgeQueries(
  queries: readonly JudgedQuery[],
  products: readonly SampleProduct[],
  seed: number,
): string {
  return queries
    .map(({ id, wanted }) => {
      const misses = products.filter((product) => isNearMiss(product, wanted));
      const zeros = new Set(randomStream(seed, 'misses', id).shuffle(misses).slice(0, nearMissesPerQuery));
      return lines(id, products, (product) => grade(product, wanted), zeros);
    })
    .join('');
}

/** For up to 100 products that have a full match, how good a substitute each other product is; grades above 0 only. */
export function judgeItems(products: readonly SampleProduct[], seed: number): string {
  const chosen = randomStream(seed, 'query items')
    .shuffle(products)
    .filter((item) => products.some((other) => itemGrade(item, other) === 3))
    .slice(0, queryItems);
  return chosen
    .map((item) => lines(item.id, products, (other) => itemGrade(item, other), new Set()))
    .join('');
}

function lines(
  query: string,
  products: readonly SampleProduct[],
  gradeOf: (product: SampleProduct) => number,
  zeros: ReadonlySet<SampleProduct>,
): string {
  return products
    .map((product) => ({ product, grade: gradeOf(product) }))
    .filter(({ product, grade }) => grade > 0 || zeros.has(product))
    .map(({ product, grade }) => `${query} 0 ${product.id} ${grade}\n`)
    .join('');
}
