import { quantile } from '../../stats/index.js';
import type { TextRegion } from './text-regions.js';

/** Least contrast of body text by WCAG 2.2, level AA. */
const readable = 4.5;

/** The typography features of the text regions that were found; what each means is in `creativeFeatureList`. */
export function typographyFeatures(regions: readonly TextRegion[]) {
  const found = regions.length > 0;
  const sorted = (of: (region: TextRegion) => number) => Float64Array.from(regions, of).sort();
  const area = ({ width, height }: TextRegion) => width * height;
  const coverage = regions.reduce((sum, region) => sum + area(region), 0);
  const heights = sorted(({ height }) => height);
  const largest = found ? heights[heights.length - 1] : 0;
  const legible = regions.filter(({ contrast }) => contrast >= readable);
  return {
    text_coverage: Math.min(1, coverage),
    text_lines: regions.length,
    largest_text: largest,
    text_hierarchy: found ? largest / quantile(heights, 0.5) : 1,
    text_contrast: found
      ? quantile(
          sorted(({ contrast }) => contrast),
          0.5,
        )
      : 1,
    accessible_text: coverage ? legible.reduce((sum, region) => sum + area(region), 0) / coverage : 1,
    stroke_scale: found
      ? quantile(
          sorted(({ stroke }) => stroke),
          0.5,
        )
      : 0,
  };
}
