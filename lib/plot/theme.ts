import type { ChartOptions, Layout } from './figure.js';

/**
 * Okabe and Ito's colours, told apart with every common colour blindness (https://jfly.uni-koeln.de/color/);
 * their yellow, too pale for lines on white, is left out.
 */
export const plotColors: readonly string[] = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#d55e00',
  '#56b4e9',
  '#7f7f7f',
  '#5b4a9e',
];

/** Light to dark blue: a larger value is darker. */
export const blueScale: readonly string[] = [
  '#f3f7fb',
  '#c6dbef',
  '#7fb5d9',
  '#2f7fb8',
  '#08457e',
  '#062c52',
];

/** Blue through white to orange, for values about zero. */
export const divergingScale: readonly string[] = [
  '#084a80',
  '#4a98c9',
  '#c3dcec',
  '#f7f7f7',
  '#f6cfa4',
  '#e08a2c',
  '#9c4a00',
];

/** Lines of the grid and of references: visible on white and on near-black. */
export const gridColor = 'rgba(128,128,128,0.25)';
/** The colour of lines that data are held against. */
export const referenceColor = 'rgba(128,128,128,0.9)';

export const fontFamily = 'DejaVu Sans, Verdana, Segoe UI, Helvetica, Arial, sans-serif';
export const plotHeight = 420;

/** A plain text as plotly shows it unchanged: plotly reads a small HTML in titles, names and labels. */
export function plotText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** What plotly's small HTML says, as plain text; `<br>` becomes a line end. */
export function plainText(text: string): string {
  return text
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/?(?:b|i|u|s|em|strong|sub|sup|span|a)\b[^>]*>/gi, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&nbsp;/g, '\u00a0')
    .replace(/&amp;/g, '&');
}

/** Long category names over several lines of about 24 characters, for an axis whose labels stand beside it. */
export function wrappedTicks(names: readonly string[], width = 24): Layout {
  if (names.every((name) => name.length <= width)) return {};
  const ticktext = names.map((name) => {
    const lines = wrapLines(name, (line) => line.length <= width);
    const kept = lines.length > 3 ? [...lines.slice(0, 2), `${lines[2]} …`] : lines;
    return kept.map(plotText).join('<br>');
  });
  return { tickvals: names.map(plotText), ticktext };
}

/** Breaks a text at its spaces so that each line fits, as far as single words do. */
export function wrapLines(text: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && fits(`${last} ${word}`)) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The layout that all charts of this library share. */
export function baseLayout({
  title,
  xTitle,
  yTitle,
  xRange,
  yRange,
  lines = [],
  height = plotHeight,
}: ChartOptions): Layout {
  const axis = (text?: string, range?: readonly [number, number]) => ({
    automargin: true,
    ticks: 'outside',
    ticklen: 5,
    tickcolor: 'rgba(0,0,0,0)',
    gridcolor: gridColor,
    zerolinecolor: gridColor,
    ...(text ? { title: { text: plotText(text), standoff: 12 } } : {}),
    ...(range ? { range: [...range] } : {}),
  });
  return {
    ...(title
      ? { title: { text: plotText(title), x: 0, xref: 'paper', xanchor: 'left', font: { size: 16 } } }
      : {}),
    height,
    font: { family: fontFamily, size: 12 },
    colorway: [...plotColors],
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    margin: { l: 48, r: 16, t: title ? 56 : 24, b: 48 },
    legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom' },
    hovermode: 'closest',
    xaxis: axis(xTitle, xRange),
    yaxis: axis(yTitle, yRange),
    shapes: lines.map(({ x, y }) => ({
      type: 'line',
      ...(x !== undefined
        ? { x0: x, x1: x, xref: 'x', y0: 0, y1: 1, yref: 'paper' }
        : { x0: 0, x1: 1, xref: 'paper', y0: y, y1: y, yref: 'y' }),
      line: { color: referenceColor, width: 1.5, dash: 'dash' },
    })),
    annotations: lines
      .filter(({ label }) => label)
      .map(({ x, y, label }) => ({
        text: plotText(label ?? ''),
        showarrow: false,
        ...(x !== undefined
          ? { x, xref: 'x', xanchor: 'left', y: 1, yref: 'paper', yanchor: 'top' }
          : { x: 1, xref: 'paper', xanchor: 'right', y, yref: 'y', yanchor: 'bottom' }),
      })),
  };
}

/** A colour list as plotly's colour scale: stops from 0 to 1. */
export function colorscale(colors: readonly string[]): [number, string][] {
  return colors.map((color, index) => [index / (colors.length - 1), color]);
}
