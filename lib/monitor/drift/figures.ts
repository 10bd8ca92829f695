import { barChart, type Figure, lineChart } from '../../plot/index.js';
import type { DriftReport } from './detect-drift.js';
import type { ColumnDrift } from './judge-column.js';
import { psiThresholds } from './judge-column.js';

const most = 30;

/** The population stability index of each tested column, the largest first, beside its thresholds; at most 30. */
export function psiFigure(report: DriftReport): Figure {
  const tested = report.columns
    .filter(({ psi }) => psi !== null)
    .sort((a, b) => (b.psi?.value ?? 0) - (a.psi?.value ?? 0))
    .slice(0, most);
  const values = tested.map(({ psi }) => psi?.value ?? 0);
  return barChart({
    categories: tested.map(({ column }) => column),
    series: [{ name: 'population stability index', values }],
    horizontal: true,
    height: Math.max(140, 90 + 26 * tested.length),
    xTitle: `population stability index; from ${psiThresholds.moderate} moderate, from ${psiThresholds.large} large`,
    xRange: [0, Math.max(0.3, 1.08 * Math.max(...values))],
    lines: [{ x: psiThresholds.moderate }, { x: psiThresholds.large }],
  });
}

/** How one column's values are spread in both tables; null where it was not tested. */
export function columnFigure({ column, distribution }: ColumnDrift): Figure | null {
  if (!distribution) return null;
  const { centers, categories, reference, current } = distribution;
  if (categories) {
    return barChart({
      categories,
      series: [
        { name: 'reference', values: reference },
        { name: 'current', values: current },
      ],
      yTitle: 'share of values',
      height: 300,
    });
  }
  const x = centers as readonly number[];
  return lineChart({
    series: [
      { name: 'reference', x, y: reference },
      { name: 'current', x, y: current },
    ],
    markers: false,
    xTitle: column,
    yTitle: 'share of values',
    height: 300,
  });
}
