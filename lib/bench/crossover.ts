import path from 'node:path';
import { lineChart, savePlot } from '../plot/index.js';
import type { LineSeries } from '../plot/line.js';
import { hnswIndex } from '../search/create-index.js';
import { hnswAvailable } from '../search/hnsw-available.js';
import { exactIndex, type Neighbour } from '../search/index.js';
import { projectPath, writeJson } from '../store/index.js';
import type { Matrix } from '../vectors/index.js';
import { clusteredVectors } from './clustered.js';
import { recallOf, searchRate } from './search-rate.js';

const sizes = [1000, 3000, 10_000, 30_000, 100_000, 300_000];
const queryCount = 1000;
/** About the centres of variants: cosines of 0.9975. */
const variantsSpread = 0.05;
const K = 10;

export interface CrossoverOptions {
  /** Vectors in the largest collection. Default 300,000. */
  readonly max?: number;
  /** Numbers a vector. Default 384. */
  readonly dim?: number;
  /** Folder that `crossover.json` and `crossover.png` go to. Default `outputs/bench` of the project. */
  readonly out?: string;
}

/** What was measured at one size. Rates are queries a second. */
export interface CrossoverPoint {
  readonly rows: number;
  readonly exact: IndexFigures;
  readonly hnsw?: IndexFigures;
  /** HNSW over variants: neighbours in tight clusters, which take longest to tell apart. */
  readonly hnswVariants?: IndexFigures;
}

export interface IndexFigures {
  readonly buildSeconds: number;
  readonly oneByOne: number;
  readonly inBatches: number;
  /** Recall@10. */
  readonly recall: number;
}

/**
 * Exact and HNSW search (M 16, efConstruction 200, ef 100) over collections of growing size: build time, queries a second
 * one by one and in batches of 1,000, recall@10; over usual vectors, and over variants of 500 things. Prints as it goes; after each size writes the figures and their picture.
 */
export async function benchCrossover({
  max = 300_000,
  dim = 384,
  out = projectPath('outputs', 'bench'),
}: CrossoverOptions = {}): Promise<void> {
  const { available, reason } = await hnswAvailable();
  if (!available) console.log(`  HNSW left out: ${reason}`);
  const points: CrossoverPoint[] = [];
  console.log(`exact and HNSW, vectors of ${dim} around 500 centres, k = ${K}; batches of ${queryCount}`);
  console.log('     rows           index   build s   one by one/s   in batches/s   recall@10');
  for (const rows of sizes.filter((size) => size <= max)) {
    points.push(await measure(rows, dim, available));
    await writeJson(path.join(out, 'crossover.json'), { dim, k: K, batch: queryCount, points });
    await savePlot(crossoverChart(points, dim), path.join(out, 'crossover.png'));
  }
  console.log(`  written to ${out}: crossover.json, crossover.png`);
}

async function measure(rows: number, dim: number, hnswToo: boolean): Promise<CrossoverPoint> {
  const usual = await figuresOf(drawn(rows, dim), hnswToo);
  const { hnsw: hnswVariants } = hnswToo ? await figuresOf(drawn(rows, dim, variantsSpread), true) : {};
  return { rows, ...usual, ...(hnswVariants && { hnswVariants }) };
}

interface Drawn {
  readonly name: string;
  readonly vectors: Matrix;
  readonly queries: Matrix;
}

function drawn(rows: number, dim: number, spread?: number): Drawn {
  const draw = clusteredVectors(dim, spread);
  const queries = draw(queryCount);
  return { name: spread === undefined ? '' : ', variants', vectors: draw(rows), queries };
}

async function figuresOf({ name, vectors, queries }: Drawn, hnswToo: boolean) {
  const figures = async (kind: 'exact' | 'hnsw', truth?: readonly Neighbour[][]) => {
    const started = performance.now();
    const index = kind === 'exact' ? exactIndex(vectors) : await hnswIndex(vectors);
    const buildSeconds = (performance.now() - started) / 1000;
    const single = await searchRate(index, queries, K, 1);
    const batched = await searchRate(index, queries, K, queryCount);
    await index.close();
    const measured: IndexFigures = {
      buildSeconds,
      oneByOne: single.best,
      inBatches: batched.best,
      recall: truth ? recallOf(batched.found, truth) : 1,
    };
    print(vectors.rows, `${kind}${name}`, measured);
    return { measured, found: batched.found };
  };
  const exact = await figures('exact');
  const hnsw = hnswToo ? await figures('hnsw', exact.found) : undefined;
  return { exact: exact.measured, ...(hnsw && { hnsw: hnsw.measured }) };
}

function print(
  rows: number,
  kind: string,
  { buildSeconds, oneByOne, inBatches, recall }: IndexFigures,
): void {
  const cells = [
    rows.toLocaleString('en').padStart(9),
    kind.padStart(15),
    buildSeconds.toFixed(2).padStart(9),
    Math.round(oneByOne).toLocaleString('en').padStart(14),
    Math.round(inBatches).toLocaleString('en').padStart(14),
    recall.toFixed(4).padStart(11),
  ];
  console.log(cells.join(' '));
}

/** Queries a second over the number of vectors, both axes logarithmic. */
export function crossoverChart(points: readonly CrossoverPoint[], dim: number) {
  const withHnsw = points.filter((point) => point.hnsw !== undefined);
  const withVariants = points.filter((point) => point.hnswVariants !== undefined);
  const recall = Math.min(...withHnsw.map((point) => point.hnsw!.recall));
  const series: LineSeries[] = [
    line(`exact, batches of ${queryCount.toLocaleString('en')}`, points, (p) => p.exact.inBatches),
    line('exact, one by one', points, (p) => p.exact.oneByOne),
    line(`HNSW, batches (recall ≥ ${recall.toFixed(3)})`, withHnsw, (p) => p.hnsw!.inBatches),
    line('HNSW, one by one', withHnsw, (p) => p.hnsw!.oneByOne, true),
    line('HNSW, batches, variants', withVariants, (p) => p.hnswVariants!.inBatches),
  ];
  return lineChart({
    title: `Exact and HNSW search, vectors of ${dim}, 10 nearest`,
    xTitle: 'vectors',
    yTitle: 'queries a second',
    logX: true,
    logY: true,
    series: series.filter(({ y }) => y.length > 0),
  });
}

function line(
  name: string,
  points: readonly CrossoverPoint[],
  value: (point: CrossoverPoint) => number,
  dashed = false,
): LineSeries {
  return { name, x: points.map((p) => p.rows), y: points.map(value), dashed };
}
