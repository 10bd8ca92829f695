import { writeFileAtomic } from '../../store/index.js';
import type { Notebook, Output } from './notebook.js';

/** Writes a notebook atomically, formatted as Jupyter does it. */
export async function writeNotebook(path: string, notebook: Notebook): Promise<void> {
  await writeFileAtomic(path, formatNotebook(notebook));
}

/** The text of a notebook file: sorted keys, one space of indent, texts as lists of lines, a final newline. */
export function formatNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map(({ outputs, source, ...rest }) => ({
    ...rest,
    source: lines(source),
    ...(outputs && { outputs: outputs.map(withLines) }),
  }));
  return `${JSON.stringify(sortKeys({ ...notebook, cells }), null, 1)}\n`;
}

/** The mime types that Jupyter stores as lists of lines. */
function isText(mime: string): boolean {
  return mime.startsWith('text/') || mime === 'image/svg+xml' || mime === 'application/javascript';
}

function withLines(output: Output): Output {
  if (output.output_type === 'stream' && typeof output.text === 'string') {
    return { ...output, text: lines(output.text) };
  }
  if (typeof output.data !== 'object' || output.data === null) return output;
  const data = Object.entries(output.data).map(([mime, value]) => [
    mime,
    isText(mime) && typeof value === 'string' ? lines(value) : value,
  ]);
  return { ...output, data: Object.fromEntries(data) };
}

function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}
