import { readdir, stat } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import path from 'node:path';
import { type Cell, type Notebook, newCellId, readNotebook, stripNotebook } from '../document/index.js';
import { OutputCollector } from './outputs.js';

/** A cell as the kernel of an open notebook executed it. */
export interface ExecutedCell {
  /** Where the program that sent it says which cell of the notebook it is. */
  readonly id?: string;
  readonly code: string;
  readonly count: number | null;
  /** ISO 8601. */
  readonly started: string;
  readonly seconds: number;
  readonly status: 'completed' | 'failed';
  /** What it printed and showed, as the kernel published it. */
  readonly messages: readonly { readonly type: string; readonly content: Record<string, unknown> }[];
}

/**
 * The notebook of a kernel that Jupyter started, as it was executed: of each cell its last execution, of the prose what
 * the file holds. Cells that the file lacks, or holds too differently, follow the cell that was executed before them.
 * @param file the notebook as it is saved; null where it was not found, and the cells stand alone
 */
export function sessionNotebook(executed: readonly ExecutedCell[], file: Notebook | null): Notebook {
  const notebook = stripNotebook(file ?? { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] });
  const cells = [...notebook.cells];
  const collector = new OutputCollector();
  let last = -1;
  for (const execution of executed) {
    let at = cellOf(execution, cells);
    if (at < 0) {
      at = last + 1;
      cells.splice(at, 0, {
        cell_type: 'code',
        id: newCellId(),
        metadata: {},
        source: execution.code,
        outputs: [],
        execution_count: null,
      });
    }
    cells[at] = { ...cells[at], ...recorded(execution, cells[at], collector) };
    last = at;
  }
  const seconds = executed.reduce((sum, execution) => sum + execution.seconds, 0);
  const vitrine = {
    start_time: executed[0]?.started,
    duration: seconds,
    status: 'completed',
    environment: { node: process.version, platform: `${platform()} ${arch()}` },
  };
  return { ...notebook, cells, metadata: { ...notebook.metadata, vitrine } };
}

/**
 * The saved file of an open notebook: the one that Jupyter names, else the one of the folder that holds most of what
 * was executed, of equal ones that saved last.
 */
export async function openNotebook(
  executed: readonly ExecutedCell[],
  folder: string,
  name = process.env.JPY_SESSION_NAME,
): Promise<Notebook | null> {
  const named = name && (await readNotebook(path.resolve(folder, name)).catch(() => null));
  if (named) return named;
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ipynb'));
  let best: { notebook: Notebook; holds: number; saved: number } | null = null;
  for (const file of files) {
    const notebook = await readNotebook(path.join(folder, file)).catch(() => null);
    if (!notebook) continue;
    const holds = executed.filter((execution) => cellOf(execution, notebook.cells) >= 0).length;
    const saved = (await stat(path.join(folder, file))).mtimeMs;
    const isBetter = best === null || holds > best.holds || (holds === best.holds && saved > best.saved);
    if (holds > 0 && isBetter) best = { notebook, holds, saved };
  }
  return best?.notebook ?? null;
}

/** Share of words from which on a cell is one that was edited: `let ALPHA = 0.7` and `let ALPHA = 0.5` have three of four. */
const sameFrom = 0.7;

/** The position of the cell that was executed: by its id, else the one that shares most of its words, if that is most of both. */
function cellOf({ id, code }: ExecutedCell, cells: readonly Cell[]): number {
  const byId = id === undefined ? -1 : cells.findIndex((cell) => cell.id === id);
  if (byId >= 0) return byId;
  const shares = cells.map((cell) => (cell.cell_type === 'code' ? sharedWords(cell.source, code) : 0));
  const most = Math.max(0, ...shares);
  return most >= sameFrom ? shares.indexOf(most) : -1;
}

/** Dice's coefficient of the words of two texts. */
function sharedWords(a: string, b: string): number {
  if (a === b) return 1;
  const words = (text: string) => new Set(text.match(/\w+/g));
  const [one, other] = [words(a), words(b)];
  return (2 * [...one].filter((word) => other.has(word)).length) / (one.size + other.size || 1);
}

function recorded(execution: ExecutedCell, cell: Cell, collector: OutputCollector): Partial<Cell> {
  const { code, count, started, seconds, status } = execution;
  const outputs: NonNullable<Cell['outputs']> = [];
  for (const { type, content } of execution.messages) {
    collector.add({ header: { msg_type: type }, content }, outputs);
  }
  const vitrine = { start_time: started, duration: seconds, status };
  return {
    source: code,
    outputs,
    execution_count: count,
    metadata: { ...cell.metadata, vitrine },
  };
}
