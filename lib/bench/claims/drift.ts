import { type DriftReport, detectDrift, type Table } from '../../monitor/index.js';
import { type Random, randomStream } from '../../vectors/index.js';
import { report } from '../rows.js';

const pairs = 300;
const limit = 0.06;

/** Tables drawn from one place: how often drift says that something changed, or that a category is to be watched. */
export function claimDrift(): void {
  console.log(`drift, ${pairs} pairs of tables that differ by chance`);
  for (const rows of [50, 100, 150]) {
    falseAlarms(`26 numbers, 1,000 / ${rows} rows`, rows, (random, n) =>
      Object.fromEntries(Array.from({ length: 26 }, (_, c) => [`c${c}`, numbers(random, n, c)])),
    );
  }
  for (const rows of [50, 150, 1000]) {
    falseAlarms(`long-tailed category, 1,000 / ${rows} rows`, rows, (random, n) => ({
      brand: Array.from({ length: n }, () => `brand ${Math.floor(1 / (random.uniform() + 0.002))}`),
    }));
  }
  falseAlarms('40 even categories, 1,000 / 250 rows', 250, (random, n) => ({
    kind: Array.from({ length: n }, () => `kind ${random.int(40)}`),
  }));
}

/** Normal, skewed, and with many zeros, by turns. */
function numbers(random: Random, n: number, column: number): Float64Array {
  return Float64Array.from({ length: n }, () => {
    const value = random.normal();
    return [value, Math.exp(value), Math.max(0, value)][column % 3];
  });
}

function falseAlarms(what: string, rows: number, draw: (random: Random, n: number) => Table): void {
  let drifted = 0;
  let watched = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const random = randomStream(11, what, pair);
    const found: DriftReport = detectDrift(draw(random, 1000), draw(random, rows));
    if (found.drifted) drifted++;
    if (found.columns.some(({ verdict }) => verdict === 'watch')) watched++;
  }
  report({ what: `drift in ${what}`, value: drifted / pairs, unit: '', goal: { atMost: limit } });
  report({ what: `watch in ${what}`, value: watched / pairs, unit: '', goal: { atMost: limit } });
}
