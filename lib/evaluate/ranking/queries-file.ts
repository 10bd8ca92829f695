import { extname } from 'node:path';
import { shown } from '../../errors/index.js';
import { EvaluateError } from '../errors.js';
import { readText, tableLines } from './read-lines.js';

const idColumns = ['query_id', 'query-id', 'qid', 'id'];
const textColumns = ['query', 'text', 'title'];

/**
 * Reads the texts of queries: `id<TAB>text` a line, or `id,text` in a .csv. A header `query_id`, `query` (also qid, id;
 * text, title) is recognised and skipped.
 * @returns query id → text, in the order of the file
 * @throws {EvaluateError} that names the file, the line and the value; also on an id that comes twice
 */
export async function readQueries(path: string): Promise<Map<string, string>> {
  const separator = extname(path).toLowerCase() === '.csv' ? ',' : '\t';
  const queries = new Map<string, string>();
  const lines = tableLines(path, await readText(path), separator);
  const [id, text] = lines[0]?.content.map((name) => name.toLowerCase()) ?? [];
  const rows = idColumns.includes(id) && textColumns.includes(text) ? lines.slice(1) : lines;
  for (const { number, content } of rows) {
    if (content.length !== 2 || content.includes('')) {
      throw new EvaluateError(
        `${path}:${number}: ${shown(content.join(separator))} is no query; expected an id and a text, separated by a ${separator === ',' ? 'comma' : 'tab'}`,
      );
    }
    if (queries.has(content[0])) {
      throw new EvaluateError(`${path}:${number}: query ${shown(content[0])} comes twice; ids are unique`);
    }
    queries.set(content[0], content[1]);
  }
  if (queries.size === 0) throw new EvaluateError(`${path} holds no queries`);
  return queries;
}
