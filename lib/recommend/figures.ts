import { leafCategory, type Product } from '../catalog/index.js';
import { barChart, type Figure, histogram } from '../plot/index.js';
import { bootstrapInterval } from '../stats/index.js';
import { createRandom, dot, row } from '../vectors/index.js';
import type { Comparison } from './compare.js';
import type { Recommendation, Spaces } from './recommender.js';

/**
 * The largest leaf categories by number of products.
 * @example await showPlot(categoryFigure(products), { name: 'categories' });
 */
export function categoryFigure(products: readonly Product[], most = 15): Figure {
  const counts = new Map<string, number>();
  for (const product of products) {
    const name = leafCategory(product) || '(none)';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const shown = sorted.slice(0, most);
  return barChart({
    title: `Products by category${sorted.length > most ? `, the ${most} largest of ${sorted.length}` : ''}`,
    categories: shown.map(([name]) => name),
    series: [{ name: 'products', values: shown.map(([, count]) => count) }],
    horizontal: true,
    xTitle: 'products',
    labels: 0,
  });
}

/**
 * How alike random pairs of products are in each space: a narrow hump near 1 tells products apart badly.
 * @example await showPlot(similarityFigure(built.spaces, 42), { name: 'similarity' });
 */
export function similarityFigure(spaces: Spaces, seed: number, pairs = 20_000): Figure {
  const series = Object.entries(spaces).map(([name, vectors]) => {
    const random = createRandom(seed);
    const values: number[] = [];
    for (let i = 0; i < pairs; i++) {
      const [a, b] = [row(vectors, random.int(vectors.rows)), row(vectors, random.int(vectors.rows))];
      if (a.byteOffset !== b.byteOffset && dot(a, a) > 0 && dot(b, b) > 0) values.push(dot(a, b));
    }
    return { name, values };
  });
  return histogram({
    title: 'Cosine of random pairs of products',
    series: series.filter(({ values }) => values.length > 0),
    shares: true,
    bins: 50,
    xTitle: 'cosine',
  });
}

/**
 * One metric of each system with its 95% bootstrap interval.
 * @example await showPlot(comparisonFigure(similar, ['nDCG@10', 'AP'], 'Similar products', 42), { name: 'similar' });
 */
export function comparisonFigure(
  comparison: Comparison,
  metrics: readonly string[],
  title: string,
  seed: number,
): Figure {
  const { groupBy } = comparison;
  const systems = Object.keys(comparison.evaluations);
  const series = metrics.map((name) => {
    const intervals = systems.map((system) => {
      const values = comparison.evaluations[system].perQuery[name];
      const groups = groupBy && Array.from(values.keys(), groupBy);
      return bootstrapInterval(values, { seed, groups });
    });
    return {
      name,
      values: intervals.map(({ mean }) => mean),
      interval: { low: intervals.map(({ low }) => low), high: intervals.map(({ high }) => high) },
    };
  });
  return barChart({
    title,
    categories: systems,
    series,
    yTitle: 'mean over queries, 95% interval',
    yRange: [0, 1],
  });
}

/** A result to look at. */
export interface Picture {
  /** The photo's file; null where the product has none. */
  readonly path: string | null;
  readonly caption: string;
  readonly score: number;
  /** The grade that a judge gave it, where it was judged. */
  readonly badge?: string;
}

/**
 * Results as pictures for `showImages`: photo, title, score, and the grade where the product was judged.
 * @example
 * const results = await shop.recommend(id, { k: 5 });
 * pictures(results)[0] // { path: '/…/chair.jpg', caption: 'Oak chair', score: 0.91 }
 */
export function pictures(
  results: readonly Recommendation[],
  grades: ReadonlyMap<string, number> = new Map(),
): Picture[] {
  return results.map(({ photo, product, score }) => {
    const grade = grades.get(product.id);
    return {
      path: photo,
      caption: product.title,
      score,
      ...(grade === undefined ? {} : { badge: `grade ${grade}` }),
    };
  });
}

/**
 * Some products of different leaf categories, evenly spread over the catalogue.
 * @example spread(products, 4) // 4 products, no two of one leaf category
 */
export function spread(products: readonly Product[], count: number): Product[] {
  const first = new Map<string, Product>();
  for (const product of products)
    if (!first.has(leafCategory(product))) first.set(leafCategory(product), product);
  const one = [...first.values()];
  const step = Math.max(1, one.length / count);
  return Array.from({ length: Math.min(count, one.length) }, (_, i) => one[Math.floor(i * step)]);
}
