import { describeFigure, type Figure, plotPng, savePlot, textOf } from '../../plot/index.js';
import { projectPath } from '../../store/index.js';
import { inKernel, showHtml } from './display.js';
import { hover, hoverStyle, hoverUris, mostHoverImages } from './hover-images.js';
import { escapeHtml, scriptJson } from './html.js';
import { draw, onlyInNotebook, plotlyScript } from './plotly.js';

export interface PlotOptions {
  /** Names the chart among those of the notebook, such as 'search-quality'. */
  readonly name: string;
  /** Set above the chart. Default the figure's own title. */
  readonly title?: string;
  /** Where to save the chart as PNG too; a relative path starts at the project's root. */
  readonly png?: string;
  /**
   * Photos to show at points of the live chart: a point whose `customdata` is i shows the i-th, beside its text.
   * Relative paths start at the project's root; null for none. Each becomes a JPEG of at most 3 KB in the notebook;
   * for more than 1,500 points there are texts alone, and a line under the chart says so.
   */
  readonly hoverImages?: readonly (string | null)[];
}

const style = `<style>
figure.vitrine-plot{margin:.8em 0;max-width:760px;color:inherit}
figure.vitrine-plot .title{font-weight:600;font-size:15px;margin:0 0 .3em;text-align:left;font-style:normal;color:inherit}
figure.vitrine-plot img{display:block;width:100%;max-width:760px;height:auto;border-radius:6px;margin:0}
figure.vitrine-plot [hidden]{display:none}
figure.vitrine-plot .remark{font-size:12.5px;opacity:.75;margin:.2em 0 0;text-align:left;font-style:normal;color:inherit}
</style>`;

let sourceGoesWith: string | undefined;

/**
 * Shows a plotly figure: live where scripts may run, as a picture elsewhere, and saves it as PNG where asked.
 * Plotly's source goes into the notebook once, with the first chart shown (and again when that one is rerun).
 *
 * @throws {UserError} for a figure with a type of trace that cannot be drawn as PNG.
 * @example await showPlot(barChart({ … }), { name: 'search-quality', png: run.path('plots', 'search-quality.png') })
 */
export async function showPlot(figure: Figure, options: PlotOptions): Promise<void> {
  const { title, untitled, alt, remark } = described(figure, options);
  if (options.png) {
    const layout = title
      ? { ...figure.layout, title: { ...titleStyle(figure), text: escapeHtml(title) } }
      : untitled;
    await savePlot({ data: figure.data, layout }, projectPath(options.png));
  }
  const saved = options.png ? ` (${options.png})` : '';
  if (inKernel()) showHtml(await plotHtml(figure, options), '');
  else showHtml('', `plot ${options.name}: ${alt}${saved}${remark && ` ${remark}`}`);
}

/** A figure as the HTML of an output. */
export async function plotHtml(figure: Figure, options: PlotOptions): Promise<string> {
  const { name, hoverImages: photos = [] } = options;
  const { title, untitled, alt, remark } = described(figure, options);
  const png = Buffer.from(await plotPng({ data: figure.data, layout: untitled })).toString('base64');
  const live = withLiveMargins(untitled);
  const uris = remark ? [] : await hoverUris(photos);
  const cards = uris.some((uri) => uri !== null);
  const data = cards ? figure.data.map((trace) => ({ ...trace, hoverinfo: 'none' })) : figure.data;
  sourceGoesWith ??= name;
  return [
    sourceGoesWith === name ? onlyInNotebook(`<script>${await plotlyScript()}</script>`) : '',
    style,
    cards ? hoverStyle : '',
    `<figure class="vitrine-plot" data-name="${escapeHtml(name)}">`,
    title ? `<div class="title">${escapeHtml(title)}</div>` : '',
    `<div class="live" role="img" aria-label="${escapeHtml(alt)}" hidden></div>`,
    `<img alt="${escapeHtml(alt)}" src="data:image/png;base64,${png}">`,
    `<script type="application/json">${scriptJson({ data, layout: live })}</script>`,
    cards ? `<script type="application/json" class="hover-images">${scriptJson(uris)}</script>` : '',
    remark ? `<div class="remark">${escapeHtml(remark)}</div>` : '',
    '</figure>',
    onlyInNotebook(`<script>${cards ? hover : ''}${draw}</script>`),
  ].join('');
}

/** Its title, the figure's layout without it, and what is said of it in words. */
function described(figure: Figure, { title: given, hoverImages: photos = [] }: PlotOptions) {
  const title = given ?? textOf(figure.layout?.title);
  const { title: _, ...untitled } = figure.layout ?? {};
  const remark =
    photos.length > mostHoverImages
      ? `No photos under the pointer: there are ${photos.length.toLocaleString('en')} points, and photos for up to ${mostHoverImages.toLocaleString('en')}.`
      : '';
  const alt = describeFigure(
    title ? { data: figure.data, layout: { ...untitled, title: escapeHtml(title) } } : figure,
  );
  return { title, untitled, alt, remark };
}

function titleStyle(figure: Figure): object {
  const title = figure.layout?.title;
  return typeof title === 'object' && title !== null ? title : {};
}

/** The title stands above the chart, as text that wraps: its room inside the chart is free. */
function withLiveMargins(layout: NonNullable<Figure['layout']>) {
  const { width: _, ...rest } = layout;
  return { ...rest, margin: { ...(layout.margin as object | undefined), t: 32 } };
}
