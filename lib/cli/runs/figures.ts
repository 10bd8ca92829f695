import type { SavedRun } from './saved.js';

/** A figure of metrics.json, with its interval where it has one. */
export interface Figure {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/**
 * The numbers of metrics.json by their path in it: `{ similar: { hybrid: { AP: { mean: 0.8, low: 0.7, high: 0.9 } } } }`
 * has one, `similar.hybrid.AP`, 0.8 with an interval. Lists are left out.
 */
export function figuresOf(metrics: unknown): Map<string, Figure> {
  const figures = new Map<string, Figure>();
  const walk = (value: unknown, path: readonly string[]) => {
    if (typeof value === 'number') figures.set(path.join('.'), { value });
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const { mean, low, high } = value as Record<string, unknown>;
    if (typeof mean === 'number' && typeof low === 'number' && typeof high === 'number')
      figures.set(path.join('.'), { value: mean, low, high });
    else for (const [name, inner] of Object.entries(value)) walk(inner, [...path, name]);
  };
  walk(metrics, []);
  return figures;
}

/** Paths of the figures that a run is shown by: those of its job's headline, of every system that has them; or all. */
export function shownFigures(run: Pick<SavedRun, 'figures' | 'made'>, all = false): string[] {
  const paths = [...run.figures.keys()];
  const last = (path: string) => path.split('.').at(-1);
  const wanted = new Set(run.made?.headline.map(last));
  return all || wanted.size === 0 ? paths : paths.filter((path) => wanted.has(last(path)));
}

/** A figure as it is printed: four significant digits at most, its interval after it. */
export function figureText({ value, low, high }: Figure): string {
  return low === undefined || high === undefined
    ? short(value)
    : `${short(value)} (${short(low)} to ${short(high)})`;
}

export function short(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 3 : 1);
}

/** A parameter's value as one would type it. */
export function valueText(value: unknown): string {
  return typeof value === 'string' ? value || "''" : (JSON.stringify(value) ?? '');
}
