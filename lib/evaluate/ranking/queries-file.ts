import path from 'node:path';
import { shown } from '../../errors/index.js';
import { readCells } from '../../records/index.js';
import { EvaluateError } from '../errors.js';

const idColumns = ['query_id', 'query-id', 'qid', 'id'];
const textColumns = ['query', 'text', 'title'];

/**
 * Reads the texts of queries: `id<TAB>text` a line, or `id,text` in a .csv. A header `query_id`, `query` (also qid, id;
 * text, title) is recognised and skipped.
 * @returns query id → text, in the order of the file
 * @throws {UserError} for a file that cannot be read
 * @throws {EvaluateError} that names the file, the line and the value; also on an id that comes twice
 */
export async function readQueries(file: string): Promise<Map<string, string>> {
  const format = path.extname(file).toLowerCase() === '.csv' ? 'csv' : 'tsv';
  const queries = new Map<string, string>();
  let isFirst = true;
  for await (const { row, cells, detail } of readCells(file, format)) {
    if (!cells) throw new EvaluateError(`${file}: ${detail}`);
    const isHeader = isFirst && isHeaderRow(cells);
    isFirst = false;
    if (isHeader) continue;
    if (cells.length !== 2 || cells.includes('')) {
      const [line, separator] = format === 'csv' ? [cells.join(','), 'comma'] : [cells.join('\t'), 'tab'];
      throw new EvaluateError(
        `${file}:${row}: ${shown(line)} is no query; expected an id and a text, separated by a ${separator}`,
      );
    }
    const [id, text] = cells;
    if (queries.has(id)) {
      throw new EvaluateError(`${file}:${row}: query ${shown(id)} comes twice; ids are unique`);
    }
    queries.set(id, text);
  }
  if (queries.size === 0) throw new EvaluateError(`${file} holds no queries`);
  return queries;
}

function isHeaderRow(cells: readonly string[]): boolean {
  const [id, text] = cells.map((name) => name.toLowerCase());
  return idColumns.includes(id) && textColumns.includes(text);
}
