import { randomUUID } from 'node:crypto';
import { type Cell, type Notebook, tagsOf } from './notebook.js';

/** What a run leaves in the metadata of a cell: times of Jupyter, of papermill, of `vitrine run`; view state. */
const leftInCells = ['execution', 'ExecuteTime', 'papermill', 'vitrine', 'collapsed', 'scrolled'];
const leftInNotebook = ['papermill', 'vitrine', 'widgets'];
const kernelspec = { display_name: 'TypeScript', language: 'typescript', name: 'tslab' };

/**
 * Lists what keeps a notebook from being committed: outputs, execution counts, metadata of a run, a kernel that is
 * not tslab, cells without an id of their own. Each finding names its cell by position, from 1.
 */
export function findUncommittable(notebook: Notebook): string[] {
  const findings: string[] = [];
  const kernel = (notebook.metadata.kernelspec as { name?: unknown } | undefined)?.name;
  if (kernel !== 'tslab') findings.push(`its kernel is ${JSON.stringify(kernel ?? null)}, not "tslab"`);
  for (const key of leftInNotebook) {
    if (key in notebook.metadata) findings.push(`metadata of a run: ${key}`);
  }
  const seen = new Set<string>();
  notebook.cells.forEach((cell, index) => {
    const add = (finding: string) => findings.push(`cell ${index + 1}: ${finding}`);
    if (cell.outputs?.length) add(`${cell.outputs.length} output${cell.outputs.length === 1 ? '' : 's'}`);
    if (cell.execution_count != null) add(`execution count ${cell.execution_count}`);
    for (const key of leftInCells) if (key in cell.metadata) add(`metadata of a run: ${key}`);
    if (tagsOf(cell).includes('injected-parameters')) add('parameters injected by a run');
    if (!cell.id) add('no id');
    else if (seen.has(cell.id)) add(`the id ${cell.id} is taken by an earlier cell`);
    if (cell.id) seen.add(cell.id);
  });
  return findings;
}

/** A copy of a notebook as it should be committed. A notebook of another kernel keeps that kernel. */
export function stripNotebook(notebook: Notebook): Notebook {
  const seen = new Set<string>();
  const cells = notebook.cells
    .filter((cell) => !tagsOf(cell).includes('injected-parameters'))
    .map((cell) => stripCell(cell, seen));
  return {
    ...notebook,
    nbformat_minor: Math.max(5, notebook.nbformat_minor),
    metadata: { kernelspec, ...without(notebook.metadata, leftInNotebook) },
    cells,
  };
}

function stripCell(cell: Cell, seen: Set<string>): Cell {
  const id = cell.id && !seen.has(cell.id) ? cell.id : newCellId();
  seen.add(id);
  const stripped = { ...cell, id, metadata: without(cell.metadata, leftInCells) };
  return cell.cell_type === 'code' ? { ...stripped, outputs: [], execution_count: null } : stripped;
}

/** A fresh cell id, eight hexadecimal digits as Jupyter makes them. */
export function newCellId(): string {
  return randomUUID().slice(0, 8);
}

function without(record: Record<string, unknown>, keys: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
