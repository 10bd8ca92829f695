import { type Figure, PALETTE, plotText, scatterChart } from '../notebook/index.js';
import type { CatalogMap } from './map.js';
import { noCategory, otherCategories } from './map-categories.js';

const grey = '#8a9096';
/** Okabe and Ito's colours but grey, and three more that stand apart from them on white and on near-black. */
const colors = [...PALETTE.filter((color) => color !== '#7f7f7f'), '#8f5a2b', '#8fae1b', '#c2185b'];

/**
 * The map as points, one colour a category, the largest first. Each point says title, category and price under the
 * pointer, and its `customdata` is its place in the map: with `hoverImages: map.photos`, `showPlot` adds the photo.
 */
export function mapFigure(map: CatalogMap): Figure {
  const members = new Map<string, number[]>();
  map.categories.forEach((name, i) => {
    members.set(name, [...(members.get(name) ?? []), i]);
  });
  const rest = [otherCategories, noCategory];
  const groups = [...members].sort(
    ([a, left], [b, right]) => rest.indexOf(a) - rest.indexOf(b) || right.length - left.length,
  );
  const figure = scatterChart({
    title: `${map.products.length.toLocaleString('en')} products by similarity (${map.space}, ${map.method})`,
    series: groups.map(([name, points], at) => ({
      name,
      x: points.map((i) => map.x[i]),
      y: points.map((i) => map.y[i]),
      color: rest.includes(name) ? grey : colors[at],
    })),
    size: map.products.length > 2000 ? 4 : 6,
    height: 560,
  });
  const data = figure.data.map((trace, at) => ({
    ...trace,
    text: groups[at][1].map((i) => label(map, i)),
    hoverinfo: 'text',
    customdata: groups[at][1],
  }));
  const bare = { tickvals: [], zeroline: false };
  const { xaxis, yaxis } = figure.layout as Record<'xaxis' | 'yaxis', object>;
  return { data, layout: { ...figure.layout, xaxis: { ...xaxis, ...bare }, yaxis: { ...yaxis, ...bare } } };
}

/** Title, leaf category and price, a line each. */
function label({ products }: CatalogMap, i: number): string {
  const { title, categories, price } = products[i];
  const short = title.length > 70 ? `${title.slice(0, 69)}…` : title;
  return [short || products[i].id, categories.at(-1), price === null ? 'no price' : price.toFixed(2)]
    .filter((line): line is string => Boolean(line))
    .map(plotText)
    .join('<br>');
}
