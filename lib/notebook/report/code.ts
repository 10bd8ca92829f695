import hljs from 'highlight.js/lib/core';
import typescript from 'highlight.js/lib/languages/typescript';
import { type Cell, tagsOf } from '../document/index.js';
import { cut, escapeHtml } from '../show/html.js';
import { duration } from './metadata.js';

hljs.registerLanguage('typescript', typescript);

/** A code cell, folded unless it holds the parameters: its summary says what it is about and how long it ran. */
export function codeHtml(cell: Cell): string {
  const code = hljs.highlight(cell.source.trimEnd(), { language: 'typescript', ignoreIllegals: true }).value;
  const open = tagsOf(cell).some((tag) => tag.endsWith('parameters')) ? ' open' : '';
  const seconds = (cell.metadata.vitrine as { duration?: unknown } | undefined)?.duration;
  const time =
    typeof seconds === 'number' && seconds >= 0.1 ? `<span class="time">${duration(seconds)}</span>` : '';
  return `<details class="code"${open}><summary><span class="what">${escapeHtml(about(cell))}</span>${time}</summary><pre><code>${code}</code></pre></details>`;
}

function about(cell: Cell): string {
  const tags = tagsOf(cell);
  if (tags.includes('injected-parameters')) return 'Parameters of this run';
  if (tags.includes('parameters')) return 'Parameters';
  const lines = cell.source.split('\n').map((line) => line.trim());
  const comment = lines.find((line) => line !== '')?.match(/^\/\/\s*(.+)/)?.[1];
  const first = lines.find(
    (line) => line !== '' && !/^(import|\}|\/\/|\/\*|\*)/.test(line) && !/^\w+,$/.test(line),
  );
  return cut(comment ?? first ?? 'imports', 70);
}
