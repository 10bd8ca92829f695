import { withoutPasswords } from '../../http/index.js';
import type { Cell, Notebook, Output } from './notebook.js';

/** A copy of a notebook as it may be kept and sent on: no password of a connection string in its code, texts and metadata. */
export function notebookWithoutPasswords(notebook: Notebook): Notebook {
  return {
    ...notebook,
    metadata: textsWithout(notebook.metadata) as Notebook['metadata'],
    cells: notebook.cells.map(cellWithout),
  };
}

function cellWithout(cell: Cell): Cell {
  const source = withoutPasswords(cell.source);
  return cell.outputs ? { ...cell, source, outputs: cell.outputs.map(outputWithout) } : { ...cell, source };
}

/** What is printed; pictures and pages are the work of the cells. */
function outputWithout(output: Output): Output {
  const isPrinted = output.output_type === 'stream' || output.output_type === 'error';
  return isPrinted ? (textsWithout(output) as Output) : output;
}

function textsWithout(value: unknown): unknown {
  if (typeof value === 'string') return withoutPasswords(value);
  if (Array.isArray(value)) return value.map(textsWithout);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, textsWithout(inner)]));
}
