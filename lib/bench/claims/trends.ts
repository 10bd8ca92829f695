import { detectTrends } from '../../monitor/index.js';
import { createRandom, type Random } from '../../vectors/index.js';
import { report } from '../rows.js';

const series = 300;
const dayMs = 86_400_000;

/** Trends of series that lack most of their days: how often one is seen in noise, and how far a line is said to rise. */
export function claimTrends(): void {
  console.log('trends, series with 12 of 60 days');
  const random = createRandom(11);
  let alarms = 0;
  const ratios: number[] = [];
  for (let run = 0; run < series; run++) {
    const days = daysLeft(random);
    if (trendOf(days, 0, random).verdict !== 'no trend') alarms++;
    const { change, rise } = trendOf(days, 0.1, random);
    ratios.push((change ?? 0) / rise);
  }
  ratios.sort((a, b) => a - b);
  report({
    what: `trend seen in noise, ${series} series`,
    value: alarms / series,
    unit: '',
    goal: { atMost: 0.07 },
  });
  report({
    what: `median change said / true, ${series} lines`,
    value: ratios[series >> 1],
    unit: '',
    goal: { atLeast: 0.95 },
  });
}

/** Half of the days at the start of two months, half at their end. */
function daysLeft(random: Random): number[] {
  const first = random.shuffle(Array.from({ length: 15 }, (_, i) => i)).slice(0, 6);
  return [...first, ...first.map((day) => 59 - day)].sort((a, b) => a - b);
}

function trendOf(days: readonly number[], slope: number, random: Random) {
  const rows = days.flatMap((day) =>
    Array.from({ length: 8 }, () => ({
      time: day * dayMs,
      features: { value: day * slope + random.normal() },
    })),
  );
  const values = rows.map((row) => row.features.value);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
  const [{ verdict, change }] = detectTrends(rows);
  return { verdict, change, rise: (slope * (days[days.length - 1] - days[0])) / sd };
}
