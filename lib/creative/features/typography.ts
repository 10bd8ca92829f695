import { quantile } from './quantile.js';
import type { TextRegion } from './text-regions.js';

/** Least contrast of body text by WCAG 2.2, level AA. */
const readable = 4.5;

/** The typography features of the text regions that were found; what each means is in `creativeFeatureList`. */
export function typographyFeatures(regions: readonly TextRegion[]) {
  const area = ({ width, height }: TextRegion) => width * height;
  const coverage = regions.reduce((sum, region) => sum + area(region), 0);
  const heights = regions.map(({ height }) => height);
  const legible = regions.filter(({ contrast }) => contrast >= readable);
  return {
    text_coverage: Math.min(1, coverage),
    text_lines: regions.length,
    largest_text: heights.length ? Math.max(...heights) : 0,
    text_hierarchy: heights.length ? Math.max(...heights) / quantile(heights, 0.5) : 1,
    text_contrast: regions.length
      ? quantile(
          regions.map(({ contrast }) => contrast),
          0.5,
        )
      : 1,
    accessible_text: coverage ? legible.reduce((sum, region) => sum + area(region), 0) / coverage : 1,
    stroke_scale: regions.length
      ? quantile(
          regions.map(({ stroke }) => stroke),
          0.5,
        )
      : 0,
  };
}
