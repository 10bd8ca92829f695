import type { Figure } from './figure.js';
import { plainText } from './theme.js';

const kindNames: Readonly<Record<string, string>> = {
  bar: 'Bar chart',
  scatter: 'Line or point chart',
  histogram: 'Histogram',
  heatmap: 'Heatmap',
};

/** What a chart shows, in one sentence for those who cannot see it. */
export function describeFigure({ data, layout = {} }: Figure): string {
  const kinds = [
    ...new Set(data.map((trace) => kindNames[trace.type ?? 'scatter'] ?? String(trace.type))),
  ].join(' and ');
  const names = [...new Set(data.map((trace) => trace.name).filter((name): name is string => Boolean(name)))];
  const title = textOf(layout.title);
  const axes = ['xaxis', 'yaxis'].map((axis) => {
    const text = textOf((layout[axis] as { title?: unknown } | undefined)?.title);
    return text ? `${axis[0]}: ${text}` : '';
  });
  const series = names.length ? `series: ${names.map(plainText).join(', ')}` : '';
  const parts = [...axes, series].filter(Boolean).join('; ');
  return `${kinds || 'Chart'}${title ? `: ${title}` : ''}.${parts ? ` ${parts}.` : ''}`;
}

/** The text of a plotly title, given as a string or as an object. */
export function textOf(title: unknown): string {
  const text = typeof title === 'object' && title !== null ? (title as { text?: unknown }).text : title;
  return typeof text === 'string' ? plainText(text) : '';
}
