import { ArgumentError } from '../../errors/index.js';
import { type Figure, lineChart, plotText } from '../../plot/index.js';
import type { Contributions } from './tree-shap.js';

const raises = '#2a7f62';
const lowers = '#b5483a';
const ink = '#444444';

/** One step from the expected value to a prediction. */
export interface WaterfallStep {
  readonly name: string;
  readonly contribution: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The steps from the expected value to one row's prediction, the largest contributions first; what is beyond `most`
 * features is one step, "others". The last step ends at the prediction.
 * @throws {ArgumentError} for a row that was not explained
 */
export function waterfall({ names, expected, values }: Contributions, row = 0, most = 10): WaterfallStep[] {
  if (!(row in values))
    throw new ArgumentError(`there is no row ${row}; ${values.length} rows were explained`);
  const ordered = names
    .map((name, j) => ({ name, contribution: values[row][j] }))
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const rest = ordered.slice(most);
  const others = rest.reduce((sum, { contribution }) => sum + contribution, 0);
  const steps = ordered.slice(0, most);
  if (rest.length > 0) steps.push({ name: `${rest.length} others`, contribution: others });
  let at = expected;
  return steps.map(({ name, contribution }) => {
    const from = at;
    at += contribution;
    return { name, contribution, from, to: at };
  });
}

/**
 * A waterfall chart of one row's contributions, from the expected value above to the prediction below; green raises it,
 * red lowers it.
 * @throws {ArgumentError} for a row that was not explained
 * @example await showPlot(waterfallFigure(treeShap(model, features), { row: 3 }), { name: 'why' });
 */
export function waterfallFigure(
  contributions: Contributions,
  options: {
    readonly row?: number;
    readonly most?: number;
    readonly title?: string;
    readonly xTitle?: string;
  } = {},
): Figure {
  const { row = 0, most = 10, title = 'Why this prediction', xTitle = 'prediction' } = options;
  const { expected, predictions } = contributions;
  const steps = waterfall(contributions, row, most);
  const bars = [
    { label: `expected ${expected.toPrecision(4)}`, x: [expected, expected], color: ink },
    ...steps.map(({ name, contribution, from, to }) => ({
      label: `${name} ${contribution < 0 ? '−' : '+'}${Math.abs(contribution).toPrecision(3)}`,
      x: [from, to],
      color: contribution < 0 ? lowers : raises,
    })),
    {
      label: `prediction ${predictions[row].toPrecision(4)}`,
      x: [predictions[row], predictions[row]],
      color: ink,
    },
  ];
  const chart = lineChart({
    title,
    xTitle,
    series: bars.map(({ label, x, color }) => ({ name: label, x, y: [0, 0], color })),
    markers: false,
    height: 140 + 26 * bars.length,
    lines: [{ x: expected }, { x: predictions[row] }],
  });
  return {
    data: chart.data.map((trace, i) => ({
      ...trace,
      y: [plotText(bars[i].label), plotText(bars[i].label)],
      line: { color: bars[i].color, width: 14 },
    })),
    layout: {
      ...chart.layout,
      showlegend: false,
      yaxis: {
        ...(chart.layout?.yaxis as Figure['layout']),
        type: 'category',
        autorange: 'reversed',
        showgrid: false,
      },
    },
  };
}
