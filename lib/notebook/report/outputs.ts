import { stripVTControlCharacters } from 'node:util';
import { type Cell, type Output, tagsOf } from '../document/index.js';
import { escapeHtml } from '../show/html.js';
import { withoutNotebookParts } from '../show/plotly.js';
import type { MarkdownPages } from './markdown.js';

/** Three texts or more, with two blanks or more between them. */
const columns = /\S {2,}\S.* {2,}\S/;

/** The outputs of one cell as HTML. Texts are escaped; HTML is as the cell showed it. */
export function outputsHtml(outputs: readonly Output[], pages: MarkdownPages): string {
  return joinStreams(outputs)
    .map((output) => outputHtml(output, pages))
    .join('\n');
}

/**
 * What the cells tagged `result` printed and showed as tables, for the top of the page; charts and pictures stay where
 * they are.
 */
export function resultHtml(cells: readonly Cell[], pages: MarkdownPages): string {
  const outputs = cells
    .filter((cell) => tagsOf(cell).includes('result'))
    .flatMap((cell) => (cell.outputs ?? []).filter(isBrief));
  const html = outputsHtml(outputs, pages);
  return html && `<section class="result" aria-label="Result"><h2>Result</h2>\n${html}</section>`;
}

function isBrief({ output_type, name, data }: Output): boolean {
  if (output_type === 'stream') return name === 'stdout';
  const html = (data as Record<string, unknown> | undefined)?.['text/html'];
  return html !== undefined && !/<figure|<img/.test(joined(html));
}

function outputHtml(output: Output, pages: MarkdownPages): string {
  if (output.output_type === 'stream') {
    const text = terminalText(joined(output.text)).trimEnd();
    if (!text) return '';
    const kind = output.name === 'stderr' ? 'stream stderr' : 'stream';
    return `<pre class="${kind}">${printedHtml(text)}</pre>`;
  }
  if (output.output_type === 'error') {
    const trace = Array.isArray(output.traceback) ? output.traceback.join('\n') : '';
    const text = terminalText(trace || `${output.ename ?? 'Error'}: ${output.evalue ?? ''}`);
    return `<pre class="stream error" role="alert">${escapeHtml(text)}</pre>`;
  }
  return dataHtml((output.data ?? {}) as Record<string, unknown>, pages);
}

/** The richest form of an output that a page can show without running what it does not know. */
function dataHtml(data: Record<string, unknown>, pages: MarkdownPages): string {
  const text = (type: string) => (type in data ? joined(data[type]) : undefined);
  const html = text('text/html');
  if (html !== undefined) return `<div class="output">${withoutNotebookParts(html)}</div>`;
  const svg = text('image/svg+xml');
  if (svg !== undefined) return picture('image/svg+xml', Buffer.from(svg).toString('base64'));
  for (const type of ['image/png', 'image/jpeg', 'image/gif', 'image/webp']) {
    const base64 = text(type);
    if (base64 !== undefined) return picture(type, base64.replace(/\s/g, ''));
  }
  const markdown = text('text/markdown');
  if (markdown !== undefined) return `<div class="output">${pages.render(markdown)}</div>`;
  const plain = text('text/plain') ?? text('text/latex');
  if (plain !== undefined) return `<pre class="stream">${escapeHtml(terminalText(plain))}</pre>`;
  const json = data['application/json'];
  if (json !== undefined) return `<pre class="stream">${escapeHtml(JSON.stringify(json, null, 2))}</pre>`;
  return '';
}

function picture(type: string, base64: string): string {
  return `<div class="output"><img src="data:${type};base64,${escapeHtml(base64)}" alt="Picture shown by the cell"></div>`;
}

/** Printed text, in which lines that are set in columns do not wrap. */
function printedHtml(text: string): string {
  const pieces: { readonly inColumns: boolean; readonly lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const inColumns = columns.test(line);
    const last = pieces.at(-1);
    if (last?.inColumns === inColumns) last.lines.push(line);
    else pieces.push({ inColumns, lines: [line] });
  }
  return pieces
    .map(({ inColumns, lines }) => {
      const html = escapeHtml(lines.join('\n'));
      return inColumns ? `<span class="columns">${html}</span>` : html;
    })
    .join('');
}

/** Streams come in pieces: those that follow each other are one text. */
function joinStreams(outputs: readonly Output[]): Output[] {
  const result: Output[] = [];
  for (const output of outputs) {
    const last = result.at(-1);
    if (last?.output_type === 'stream' && output.output_type === 'stream' && last.name === output.name) {
      result[result.length - 1] = { ...last, text: joined(last.text) + joined(output.text) };
    } else result.push(output);
  }
  return result;
}

/** What a terminal would show in the end: no colour codes, and a line rewritten after \r only once. */
function terminalText(text: string): string {
  return stripVTControlCharacters(text.replace(/\r\n/g, '\n'))
    .split('\n')
    .map((line) => line.replace(/\r+$/, '').split('\r').at(-1) ?? '')
    .join('\n');
}

function joined(value: unknown): string {
  return Array.isArray(value) ? value.join('') : String(value ?? '');
}
