import { leafCategory } from '../catalog/index.js';
import type { ImageEncoder, ResolvedEncoder, TextEncoder } from '../encode/index.js';
import { describeRankingChange } from '../encode/quantized/index.js';
import { type EmbeddingQuality, embeddingQuality } from '../evaluate/index.js';
import { type ResultTable, resultTable } from '../records/index.js';
import type { VectorIndex } from '../search/index.js';
import { bootstrapInterval } from '../stats/index.js';
import { type Matrix, selectRows } from '../vectors/index.js';
import { cannotTellApart } from './cannot-tell-apart.js';
import { type Comparison, cutoffMetrics, cutoffs } from './compare.js';
import type { Recommender, Space } from './recommender.js';
import type { Relevance } from './relevance.js';
import { presence } from './spaces.js';

/** A mean over queries with its 95% bootstrap interval. */
export interface Measured {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** What metrics.json holds. The same input and seed give the same bytes: no times, no dates. */
export interface Metrics {
  /** Whose judgments the figures rest on, and that they cannot tell the systems apart where none of them can. */
  readonly relevance: string;
  readonly similar: Readonly<Record<string, Readonly<Record<string, Measured>>>> | null;
  readonly search: Readonly<Record<string, Readonly<Record<string, Measured>>>> | null;
  readonly quality: Readonly<Record<string, EmbeddingQuality>>;
}

/**
 * Every figure of a run, for metrics.json.
 * @example metricsOf({ relevance, similar, search, quality, seed: 42 }).similar?.hybrid['nDCG@10'] // { mean, low, high }
 */
export function metricsOf(options: {
  readonly relevance: Relevance;
  readonly similar: Comparison | null;
  readonly search: Comparison | null;
  readonly quality: Readonly<Record<string, EmbeddingQuality>>;
  readonly seed: number;
}): Metrics {
  const { relevance, similar, search, quality, seed } = options;
  const flat = [similar, search].flatMap((comparison) => (comparison && cannotTellApart(comparison)) || []);
  return {
    relevance: [relevance.description, ...flat].join('; '),
    similar: similar && measured(similar, seed),
    search: search && measured(search, seed),
    quality,
  };
}

function measured(comparison: Comparison, seed: number): Record<string, Record<string, Measured>> {
  const { groupBy } = comparison;
  return Object.fromEntries(
    Object.entries(comparison.evaluations).map(([system, evaluation]) => [
      system,
      Object.fromEntries(
        Object.entries(evaluation.perQuery).map(([metric, values]) => {
          const groups = groupBy && Array.from(values.keys(), groupBy);
          const { mean, low, high } = bootstrapInterval(values, { seed, groups });
          return [metric, { mean, low, high }];
        }),
      ),
    ]),
  );
}

/** Rows whose neighbours are looked at; a larger catalogue is sampled evenly. */
const qualityRows = 5000;
const rowsPerSearch = 512;

/**
 * What each space is worth without judgments: how alike products are, how often the nearest share the leaf category,
 * how much of the catalogue is ever found. Of more than 5,000 products, every n-th is asked for its neighbours
 * (`asked`), and how much is ever found is then a lower bound.
 * @example (await spaceQuality(shop)).hybrid.categoryMatchRate // 0.82 of the ten nearest share the leaf category
 */
export async function spaceQuality(
  recommender: Recommender,
  options: { readonly k?: number; readonly seed?: number } = {},
): Promise<Record<string, EmbeddingQuality>> {
  const { k = 10, seed } = options;
  const labels = recommender.products.map(leafCategory);
  const out: Record<string, EmbeddingQuality> = {};
  for (const [space, vectors] of Object.entries(recommender.spaces) as [Space, Matrix][]) {
    if (!vectors.data.some((x) => x !== 0)) continue;
    if (vectors === recommender.spaces.text && out.text) {
      out[space] = out.text;
      continue;
    }
    const neighbours = await neighboursOf(await recommender.index(space), vectors, k);
    out[space] = embeddingQuality(vectors, labels, neighbours, { k, seed });
  }
  return out;
}

/** For people: how much of the catalogue the figures of `spaceQuality` rest on. */
export function describeQuality(
  quality: Readonly<Record<string, EmbeddingQuality>>,
  products: number,
): string {
  const [{ asked, pairs }] = Object.values(quality);
  const [some, all, pairCount] = [asked, products, pairs].map((count) => count.toLocaleString('en'));
  return `neighbours of ${some} of ${all} products, cosines of ${pairCount} pairs`;
}

async function neighboursOf(index: VectorIndex, vectors: Matrix, k: number): Promise<number[][]> {
  const neighbours: number[][] = Array.from({ length: vectors.rows }, () => []);
  const step = Math.ceil(vectors.rows / qualityRows);
  const present = presence(vectors);
  const asked: number[] = [];
  for (let i = 0; i < vectors.rows; i += step) if (present[i]) asked.push(i);
  for (let at = 0; at < asked.length; at += rowsPerSearch) {
    const rows = asked.slice(at, at + rowsPerSearch);
    const found = await index.searchBatch(selectRows(vectors, rows), k + 1);
    found.forEach((hits, i) => {
      neighbours[rows[i]] = hits.map((hit) => hit.row);
    });
  }
  return neighbours;
}

/**
 * P, Recall, nDCG, HitRate and Judged of one system at every cut-off, one row a cut-off.
 * @example cutoffTable(similar, 'hybrid')[0] // { k: 1, P: 0.81, Recall: 0.04, nDCG: 0.79, HitRate: 0.81, Judged: 1 }
 */
export function cutoffTable(comparison: Comparison, system: string): ResultTable {
  const { mean } = comparison.evaluations[system];
  const rows = cutoffs.map((k) => ({
    k,
    ...Object.fromEntries(cutoffMetrics.map((name) => [name, mean[`${name}@${k}`]])),
  }));
  return resultTable(rows);
}

/**
 * The queries on which a system does best and worst, by one metric.
 * @example extremeQueries(search, 'fused', 'nDCG@10', 2) // { best: ['q7', 'q3'], worst: ['q12', 'q5'] }
 */
export function extremeQueries(
  comparison: Comparison,
  system: string,
  metric: string,
  count: number,
): { readonly best: string[]; readonly worst: string[] } {
  const sorted = [...comparison.evaluations[system].perQuery[metric]]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([query]) => query);
  return { best: sorted.slice(0, count), worst: sorted.slice(-count).reverse() };
}

type EncoderNote = Pick<
  ResolvedEncoder<TextEncoder | ImageEncoder>,
  'encoder' | 'fallbackReason' | 'quantization'
>;

/**
 * The figures that end a run, one line a system, for the terminal; before them what fell back, and what int8 did.
 * @example console.log(headline(metrics)); // a line a system: nDCG@10, P@5, Recall@10, AP, RR
 */
export function headline(metrics: Metrics, encoders: readonly EncoderNote[] = []): string {
  const names = ['nDCG@10', 'P@5', 'Recall@10', 'AP', 'RR'];
  const lines = [...encoders.flatMap(notesOn), `Judged by ${metrics.relevance}`];
  for (const [task, title] of [
    ['similar', 'Similar products'],
    ['search', 'Text search'],
  ] as const) {
    const systems = metrics[task];
    if (!systems) continue;
    lines.push('', title.padEnd(18) + names.map((name) => name.padStart(11)).join(''));
    for (const [system, figures] of Object.entries(systems)) {
      lines.push(
        `  ${system.padEnd(16)}${names.map((name) => figures[name].mean.toFixed(3).padStart(11)).join('')}`,
      );
    }
  }
  return lines.join('\n');
}

function notesOn({ encoder, fallbackReason, quantization }: EncoderNote): string[] {
  const notes = fallbackReason === null ? [] : [`note: ${fallbackReason.split('. To use ')[0]}.`];
  if (!quantization) return notes;
  const { kept, meanCosine, p5Cosine, ranking, reason } = quantization;
  const said = [
    meanCosine !== null && `mean cosine ${meanCosine.toFixed(4)}, 5th percentile ${p5Cosine?.toFixed(4)}`,
    ranking && describeRankingChange(ranking),
    reason,
  ].filter(Boolean);
  return [...notes, `note: ${encoder.name} computes in ${kept}; int8 beside fp32: ${said.join('; ')}.`];
}
