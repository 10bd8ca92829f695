import { type Figure, plotColors, plotText, scatterChart } from '../plot/index.js';
import { rowsByGroup } from '../stats/resampling/index.js';
import type { CatalogMap } from './map.js';
import { noCategory, otherCategories } from './map-categories.js';

const grey = '#8a9096';
/** Okabe and Ito's colours but grey, and three more that stand apart from them on white and on near-black. */
const colors = [...plotColors.filter((color) => color !== '#7f7f7f'), '#8f5a2b', '#8fae1b', '#c2185b'];

/**
 * The map as points, one colour a category, the largest first. Each point says title, category and price under the
 * pointer, and its `customdata` is its place in the map: with `hoverImages: map.photos`, `showPlot` adds the photo.
 * @example
 * const map = await catalogMap(shop);
 * await showPlot(mapFigure(map), { name: 'map', hoverImages: map.photos });
 */
export function mapFigure(map: CatalogMap): Figure {
  const rest = [otherCategories, noCategory];
  const groups = [...rowsByGroup(map.categories)].sort(
    ([a, left], [b, right]) => rest.indexOf(a) - rest.indexOf(b) || right.length - left.length,
  );
  const short = groups.map(([name]) => cut(name, 26));
  const names = groups.map(([name], at) =>
    short.indexOf(short[at]) === short.lastIndexOf(short[at]) ? short[at] : name,
  );
  const figure = scatterChart({
    title: `${map.products.length.toLocaleString('en')} products by similarity (${map.space}, ${map.method})`,
    series: groups.map(([name, points], at) => ({
      name: names[at],
      x: points.map((i) => map.x[i]),
      y: points.map((i) => map.y[i]),
      color: rest.includes(name) ? grey : colors[at],
    })),
    size: map.products.length > 2000 ? 4 : 6,
    height: 600,
    xRange: padded(map.x),
    yRange: padded(map.y),
  });
  const data = figure.data.map((trace, at) => ({
    ...trace,
    text: groups[at][1].map((i) => label(map, i)),
    hoverinfo: 'text',
    customdata: groups[at][1],
  }));
  const bare = { tickvals: [], zeroline: false };
  const { xaxis, yaxis, legend } = figure.layout as Record<'xaxis' | 'yaxis' | 'legend', object>;
  return {
    data,
    layout: {
      ...figure.layout,
      legend: { ...legend, itemsizing: 'constant' },
      xaxis: { ...xaxis, ...bare },
      yaxis: { ...yaxis, ...bare },
    },
  };
}

/** Title, leaf category and price, a line each. */
function label({ products }: CatalogMap, i: number): string {
  const { title, categories, price } = products[i];
  return [cut(title, 70) || products[i].id, categories.at(-1), price === null ? 'no price' : price.toFixed(2)]
    .filter((line): line is string => Boolean(line))
    .map(plotText)
    .join('<br>');
}

function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length > length
    ? `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
    : text;
}

/** The reach of the coordinates and a little more; of one place, one unit about it. */
function padded(values: readonly number[]): [number, number] {
  const low = values.reduce((least, x) => Math.min(least, x), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY);
  const room = 0.04 * (high - low) || 1;
  return [low - room, high + room];
}
