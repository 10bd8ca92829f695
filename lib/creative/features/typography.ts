import type { TextRegion } from './text-regions.js';

/** Contrasts from which text begins to count, and fully counts, as legible: about the least of body text by WCAG 2.2, level AA. */
const [hardlyReadable, readable] = [4, 5];

/** The typography features of the text regions that were found, each by its certainty; what each means is in `creativeFeatureList`. */
export function typographyFeatures(regions: readonly TextRegion[]) {
  const area = ({ width, height, certainty }: TextRegion) => width * height * certainty;
  const coverage = sum(regions.map(area));
  const largest = regions.reduce((most, { height, certainty }) => Math.max(most, height * certainty), 0);
  const meanByArea = (of: (region: TextRegion) => number) =>
    sum(regions.map((region) => area(region) * of(region))) / coverage;
  const found = coverage > 0;
  const legible = ({ contrast }: TextRegion) =>
    Math.min(1, Math.max(0, (contrast - hardlyReadable) / (readable - hardlyReadable)));
  return {
    text_coverage: Math.min(1, coverage),
    text_lines: sum(regions.map(({ certainty }) => certainty)),
    largest_text: largest,
    text_hierarchy: found ? Math.max(1, largest / typicalHeight(regions)) : 1,
    text_contrast: found ? Math.exp(meanByArea(({ contrast }) => Math.log(contrast))) : 1,
    accessible_text: found ? meanByArea(legible) : 1,
    stroke_scale: found ? meanByArea(({ stroke }) => stroke) : 0,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Geometric mean of the heights. */
function typicalHeight(regions: readonly TextRegion[]): number {
  const lines = sum(regions.map(({ certainty }) => certainty));
  return Math.exp(sum(regions.map(({ certainty, height }) => certainty * Math.log(height))) / lines);
}
