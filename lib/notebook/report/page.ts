import { createHash } from 'node:crypto';
import type { Notebook } from '../document/index.js';
import { hover } from '../show/hover-images.js';
import { escapeHtml } from '../show/html.js';
import { draw, plotlyScript } from '../show/plotly.js';
import { codeHtml } from './code.js';
import { type Heading, MarkdownPages } from './markdown.js';
import { metadataHtml } from './metadata.js';
import { outputsHtml, resultHtml } from './outputs.js';
import { style } from './style.js';

const toggle = `(function () {
  var button = document.querySelector('.all'), open = false;
  if (!button) return;
  button.addEventListener('click', function () {
    open = !open;
    document.querySelectorAll('details.code').forEach(function (item) { item.open = open; });
    button.setAttribute('aria-pressed', String(open));
    button.textContent = open ? 'Hide all code' : 'Show all code';
  });
})();`;

const button = '<button class="all" type="button" aria-pressed="false">Show all code</button>';

/**
 * An executed notebook as one page that asks nothing of the network.
 *
 * @param folder where relative paths of pictures in markdown cells start.
 */
export async function pageHtml(
  notebook: Notebook,
  folder: string,
  wanted: string | undefined,
): Promise<string> {
  const pages = new MarkdownPages(folder);
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type === 'markdown') {
      const attachments = cell.attachments as Record<string, Record<string, string>> | undefined;
      return `<section class="prose">${pages.render(cell.source, attachments)}</section>`;
    }
    if (cell.cell_type !== 'code' || cell.source.trim() === '') return '';
    const outputs = outputsHtml(cell.outputs ?? [], pages);
    return `<section class="cell${outputs ? '' : ' quiet'}">${codeHtml(cell)}${outputs}</section>`;
  });
  const first = pages.headings.find((heading) => heading.depth === 1);
  const title = wanted ?? first?.text ?? 'Notebook';
  const [heading, body] = liftTitle(cells, title, first);
  const plots = body.includes('<figure class="vitrine-plot"');
  const photos = plots && body.includes('class="hover-images"');
  const nonce = createHash('sha256').update(body).digest('base64url').slice(0, 24);
  const script = (source: string) => `<script nonce="${nonce}">${source}</script>`;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div class="layout">
<header>${heading}${metadataHtml(notebook)}${body.includes('<details class="code"') ? button : ''}${resultHtml(notebook.cells, pages)}</header>
${contents(pages.headings.filter((item) => item !== first))}
<main>
${body}
</main>
</div>
${script(toggle)}
${photos ? script(hover) : ''}${plots ? script(draw) + script(await plotlyScript()) : ''}
</body>
</html>
`;
}

/** The notebook's own title moves up into the header, above the line about the run. */
function liftTitle(cells: readonly string[], title: string, first: Heading | undefined): [string, string] {
  const body = cells.filter(Boolean).join('\n');
  const own = first && body.match(/<h1 id="[^"]*">[\s\S]*?<\/h1>\n?/)?.[0];
  if (!own) return [`<h1>${escapeHtml(title)}</h1>`, body];
  return [own, body.replace(own, () => '')];
}

function contents(headings: readonly Heading[]): string {
  const shown = headings.filter(({ depth }) => depth <= 3);
  if (shown.length < 2) return '';
  const items = shown.map(
    ({ depth, text, id }) => `<li class="d${depth}"><a href="#${id}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav aria-label="Contents"><p class="head">Contents</p><ul>${items.join('')}</ul></nav>`;
}
