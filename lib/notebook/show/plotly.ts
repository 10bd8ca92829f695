import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/**
 * Draws, in a page, every chart that still shows its picture, once plotly is there; follows the page from light
 * to dark. Runs once for each chart's output, and again whenever plotly arrives.
 */
export const draw = `(function () {
  var w = window;
  function ink(box) { return getComputedStyle(box).color; }
  if (!w.vitrineDraw) {
    w.vitrineDraw = function () {
      if (!w.Plotly) return;
      document.querySelectorAll('figure.vitrine-plot:not([data-live])').forEach(function (box) {
        var source = box.querySelector('script[type="application/json"]');
        var target = box.querySelector('.live');
        if (!source || !target) return;
        box.setAttribute('data-live', '');
        var figure = JSON.parse(source.textContent);
        var layout = Object.assign({}, figure.layout, { autosize: true });
        layout.font = Object.assign({}, layout.font, { color: ink(box) });
        var options = {
          responsive: true, displaylogo: false, modeBarButtonsToRemove: ['lasso2d', 'select2d'],
          showSendToCloud: false, plotlyServerURL: ''
        };
        target.hidden = false;
        w.Plotly.newPlot(target, figure.data, layout, options).then(
          function () {
            box.querySelector('img').hidden = true;
            if (w.vitrineHover) w.vitrineHover();
          },
          function () { target.hidden = true; }
        );
      });
    };
    var dark = w.matchMedia && w.matchMedia('(prefers-color-scheme: dark)');
    if (dark && dark.addEventListener) dark.addEventListener('change', function () {
      document.querySelectorAll('figure.vitrine-plot[data-live]').forEach(function (box) {
        if (w.Plotly) w.Plotly.relayout(box.querySelector('.live'), { 'font.color': ink(box) });
      });
    });
  }
  w.vitrineDraw();
})();`;

/**
 * A script that unpacks plotly's source from within itself and runs it. `define`, `module` and the like are hidden
 * from it, or a page with an AMD loader (the classic notebook) would get a module instead of `window.Plotly`.
 */
export async function plotlyScript(): Promise<string> {
  const file = createRequire(import.meta.url).resolve('plotly.js-dist-min');
  const packed = await promisify(gzip)(await readFile(file), { level: 9 });
  return `(function () {
  var w = window, nonce = document.currentScript && document.currentScript.nonce;
  if (w.Plotly || w.vitrineUnpacking || !w.DecompressionStream) return;
  w.vitrineUnpacking = true;
  var bytes = Uint8Array.from(atob('${packed.toString('base64')}'), function (c) { return c.charCodeAt(0); });
  var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  new Response(stream).text().then(function (source) {
    var script = document.createElement('script');
    if (nonce) script.nonce = nonce;
    script.textContent = '(function (define, module, exports, require) {' + source + '\\n}).call(window);';
    document.head.appendChild(script).remove();
    if (w.vitrineDraw) w.vitrineDraw();
  }).finally(function () { w.vitrineUnpacking = false; });
})();`;
}

/** Marks what a report, which brings plotly and the drawing once for all charts, leaves out of a cell's output. */
export function onlyInNotebook(html: string): string {
  return `<!--vitrine:notebook-->${html}<!--/vitrine:notebook-->`;
}

/** A cell's output without the parts that `onlyInNotebook` marked. */
export function withoutNotebookParts(html: string): string {
  return html.replace(/<!--vitrine:notebook-->[\s\S]*?<!--\/vitrine:notebook-->/g, '');
}
