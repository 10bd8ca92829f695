import type { Cell } from '../document/index.js';

const maxLength = 48;

/** What to call a code cell: the heading of the text right before it, else its first line. */
export function cellTitle(cells: readonly Cell[], cell: Cell): string {
  const before = cells[cells.indexOf(cell) - 1];
  const heading = before?.cell_type === 'markdown' && /^#{1,6}\s+(.+?)\s*#*$/m.exec(before.source)?.[1];
  const line = cell.source.split('\n').find((line) => line.trim() !== '') ?? '';
  const title = (heading || line.replace(/^\s*\/\/\s*/, '')).trim();
  return title.length > maxLength ? `${title.slice(0, maxLength - 1)}…` : title;
}
