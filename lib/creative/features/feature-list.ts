/** One column of the table that models learn from. */
export interface CreativeFeature {
  readonly name: string;
  readonly group: 'color' | 'typography' | 'layout' | 'complexity' | 'format' | 'context';
  /** Least and largest value. */
  readonly range: readonly [number, number];
  readonly unit: string;
  readonly meaning: string;
  /** Where the measure comes from; 'own' where it is ours. */
  readonly source: string;
}

const feature = (
  group: CreativeFeature['group'],
  name: string,
  range: readonly [number, number],
  unit: string,
  meaning: string,
  source = 'own',
): CreativeFeature => ({ name, group, range, unit, meaning, source });

const inf = Number.POSITIVE_INFINITY;

/** Raised whenever a picture may get other features than before: what was kept, and models of them, are of one version. */
export const featureVersion = 3;

/** What a creative is described by, in the order of the table's columns. */
export const creativeFeatureList: readonly CreativeFeature[] = [
  feature(
    'color',
    'effective_colors',
    [1, 8],
    'colours',
    'how many colours it seems to have: diversity of order 1 of the palette, where colours are alike by e^(−ΔE/25)',
    'k-means in CIELAB (Lloyd 1982); Leinster & Cobbold 2012',
  ),
  feature(
    'color',
    'dominant_color_share',
    [0, 1],
    'share of the area',
    'area of the palette’s most frequent colour, and of shades in so far as they are like it',
  ),
  feature(
    'color',
    'color_harmony',
    [0, 1],
    '',
    'fit of the hues to the best of seven harmonic templates',
    'Cohen-Or et al. 2006',
  ),
  feature(
    'color',
    'palette_contrast',
    [1, 21],
    'contrast ratio',
    'largest contrast between two colours of the palette',
    'WCAG 2.2',
  ),
  feature('color', 'saturation', [0, 134], 'CIELAB chroma', 'mean chroma', 'CIE 1976'),
  feature(
    'color',
    'colorfulness',
    [0, 298],
    '',
    'M⁽³⁾: deviation of the opponent colours R − G and (R + G) / 2 − B, and 0.3 of the size of their mean; above 109 is extremely colourful, and a picture half red, half cyan has the most',
    'Hasler & Süsstrunk 2003',
  ),
  feature(
    'color',
    'warmth',
    [-1.7, 2.4],
    'scale value',
    'mean over the pixels of −0.5 + 0.02 · C^1.07 · cos(h − 50°), how warm people call a colour: red 2.4, yellow 1.1, grey −0.5, blue −1.4, cyan −1.6; those of several colours are averaged (part II)',
    'Ou, Luo, Woodcock & Wright 2004',
  ),
  feature('color', 'lightness', [0, 100], 'CIELAB L*', 'mean lightness', 'CIE 1976'),
  feature(
    'color',
    'lightness_contrast',
    [0, 50],
    'CIELAB L*',
    'standard deviation of the lightness',
    'RMS contrast, Peli 1990',
  ),
  feature(
    'typography',
    'text_coverage',
    [0, 1],
    'share of the area',
    'area of the lines of text that were found',
    'strokes along rows, after Epshtein, Ofek & Wexler 2010',
  ),
  feature(
    'typography',
    'text_lines',
    [0, inf],
    'lines',
    'lines of text that were found, doubtful ones in part',
  ),
  feature('typography', 'largest_text', [0, 1], 'share of the height', 'height of the largest line'),
  feature(
    'typography',
    'text_hierarchy',
    [1, inf],
    'ratio',
    'height of the largest line to the geometric mean of all; 1 without text',
  ),
  feature(
    'typography',
    'text_contrast',
    [1, 21],
    'contrast ratio',
    'contrast of letters with their background, geometric mean by area; 1 without text',
    'WCAG 2.2',
  ),
  feature(
    'typography',
    'accessible_text',
    [0, 1],
    'share of the text area',
    'text with a contrast of at least 4.5, from 4 to 5 in part; 1 without text',
    'WCAG 2.2, AA',
  ),
  feature(
    'typography',
    'stroke_scale',
    [0, 1],
    'share of the height',
    'mean width of the strokes of text, by area; 0 without text',
  ),
  feature('layout', 'balance', [0, 1], '', '1 where what stands out is centred', 'Ngo, Teo & Byrne 2003'),
  feature('layout', 'symmetry', [-1, 1], 'correlation', 'lightness with its mirror image'),
  feature(
    'layout',
    'rule_of_thirds',
    [0, inf],
    'ratio to an even spread',
    'what stands out near the four points of thirds',
    'saliency: Achanta et al. 2009',
  ),
  feature(
    'layout',
    'focal_strength',
    [0, 1],
    'share',
    'of all that stands out, what lies in the tenth that stands out most',
    'saliency: Achanta et al. 2009',
  ),
  feature('layout', 'white_space', [0, 1], 'share of the area', 'cells of a 32-cell grid without edges'),
  feature('layout', 'alignment', [0, 1], 'Gini coefficient', 'how few columns and rows hold the edges'),
  feature(
    'complexity',
    'edge_density',
    [0, 1],
    'share of the pixels',
    'pixels on an edge; clutter',
    'Rosenholtz, Li & Nakano 2007',
  ),
  feature(
    'complexity',
    'region_count',
    [0, inf],
    'areas',
    'even areas of at least a thousandth of the picture, from half of that in part',
  ),
  feature(
    'complexity',
    'compressed_bits',
    [0, 24],
    'bits a pixel',
    'size as a JPEG of quality 50',
    'Machado et al. 2015',
  ),
  feature('format', 'log_aspect_ratio', [-5, 5], 'ln(width / height)', '0 is a square, above is landscape'),
  feature('context', 'hour', [0, 23], 'hour of the day', 'when it was posted'),
  feature('context', 'weekday', [0, 6], 'day, 0 is Monday', 'when it was posted'),
  feature('context', 'log_audience', [0, 12], 'log10 of people', 'followers or members that it may reach'),
];

/** The features that the picture alone decides. */
export const visualFeatureNames: readonly string[] = creativeFeatureList
  .filter(({ group }) => group !== 'context')
  .map(({ name }) => name);
