import { ArgumentError } from '../../errors/index.js';
import { type Figure, type Layout, lineChart, plotText } from '../../notebook/index.js';
import type { Contributions } from './tree-shap.js';

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

/** A waterfall chart of one row's contributions, from the expected value to the prediction. */
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
  const steps = waterfall(contributions, row, most);
  const side = (name: string, color: string, chosen: (step: WaterfallStep) => boolean) => ({
    name,
    color,
    x: steps.flatMap((step) => (chosen(step) ? [step.from, step.to, Number.NaN] : [])),
    y: steps.flatMap((step, i) => (chosen(step) ? [i, i, Number.NaN] : [])),
  });
  const sides = [
    side('raises it', '#2a7f62', ({ contribution }) => contribution >= 0),
    side('lowers it', '#b5483a', ({ contribution }) => contribution < 0),
  ].filter(({ x }) => x.length > 0);
  const chart = lineChart({
    title,
    xTitle,
    series: sides,
    markers: false,
    yRange: [steps.length - 0.4, -0.6],
    height: 140 + 28 * steps.length,
    lines: [
      { x: contributions.expected, label: 'expected' },
      { x: contributions.predictions[row], label: 'prediction' },
    ],
  });
  const ticktext = steps.map(({ name, contribution }) =>
    plotText(`${name}  ${contribution < 0 ? '−' : '+'}${Math.abs(contribution).toPrecision(3)}`),
  );
  return {
    data: chart.data.map((trace) => ({ ...trace, line: { ...(trace.line as object), width: 14 } })),
    layout: {
      ...chart.layout,
      yaxis: { ...(chart.layout?.yaxis as Layout), tickvals: [...steps.keys()], ticktext, showgrid: false },
    },
  };
}
