import path from 'node:path';
import { shown } from '../../errors/index.js';
import { readCells, textLines } from '../../records/index.js';
import { EvaluateError } from '../errors.js';
import { trecFields } from './trec-field.js';

const queryColumns = ['query_id', 'query-id', 'qid', 'query'];
const productColumns = ['uniq_id', 'product_id', 'corpus-id', 'doc_id', 'docid'];
const gradeColumns = ['grade', 'relevance', 'score'];

interface Judgment {
  readonly row: number;
  readonly query: string;
  readonly id: string;
  readonly grade: string;
}

/**
 * Reads relevance judgments.
 *
 * - TREC format: `query 0 product grade`, separated by blanks, the grade a whole number, no header; blanks in ids
 *   as `writeRun` writes them.
 * - `.csv`, or `.tsv` with a header: columns `query` (or query_id, query-id, qid), `uniq_id` (or product_id, corpus-id,
 *   doc_id, docid) and `grade` (or relevance, score); without a grade column every row is relevant, grade 1. Other
 *   columns are ignored.
 *
 * @throws {UserError} for a file that cannot be read
 * @throws {EvaluateError} that names the file, the line, the value and the shape expected; also on a product judged
 *   twice for a query
 */
export async function readQrels(file: string): Promise<Map<string, Map<string, number>>> {
  const extension = path.extname(file).toLowerCase();
  const judgments =
    extension === '.csv'
      ? tableJudgments(file, 'csv')
      : extension === '.tsv' && (await hasHeader(file))
        ? tableJudgments(file, 'tsv')
        : trecJudgments(file);
  const qrels = new Map<string, Map<string, number>>();
  for await (const { row, query, id, grade: written } of judgments) {
    const grade = written.trim() === '' ? Number.NaN : Number(written);
    if (!Number.isFinite(grade)) {
      throw new EvaluateError(`${file}:${row}: grade ${shown(written)} is no number; expected 0, 1, 2 …`);
    }
    const grades = qrels.get(query) ?? new Map<string, number>();
    if (grades.has(id)) {
      throw new EvaluateError(
        `${file}:${row}: product ${shown(id)} is judged twice for query ${shown(query)}; keep one line`,
      );
    }
    qrels.set(query, grades.set(id, grade));
  }
  if (qrels.size === 0) throw new EvaluateError(`${file} holds no judgments`);
  return qrels;
}

async function hasHeader(file: string): Promise<boolean> {
  for await (const { cells = [] } of readCells(file, 'tsv')) {
    const [query, product] = judgmentColumns(cells);
    return query >= 0 && product >= 0;
  }
  return false;
}

/** Where a header has the query, the product and the grade; -1 where it has not. */
function judgmentColumns(cells: readonly string[]): number[] {
  const header = cells.map((name) => name.toLowerCase());
  return [queryColumns, productColumns, gradeColumns].map((names) =>
    header.indexOf(names.find((name) => header.includes(name)) ?? ''),
  );
}

async function* tableJudgments(file: string, format: 'csv' | 'tsv'): AsyncGenerator<Judgment> {
  const noHeader = (row: number, found: string) =>
    new EvaluateError(`${file}:${row}: the header is ${shown(found)}; expected query,uniq_id,grade`);
  let columns: number[] | undefined;
  for await (const { row, cells, detail } of readCells(file, format)) {
    if (!cells) throw new EvaluateError(`${file}: ${detail}`);
    if (!columns) {
      columns = judgmentColumns(cells);
      if (Math.min(columns[0], columns[1]) < 0) throw noHeader(row, cells.join(','));
      continue;
    }
    const [query, id, grade] = columns.map((column) => cells[column]);
    if (!query || !id || (columns[2] >= 0 && grade === undefined)) {
      throw new EvaluateError(
        `${file}:${row}: ${shown(cells.join(','))} has an empty or missing field; expected a query, a uniq_id and a grade`,
      );
    }
    yield { row, query, id, grade: grade ?? '1' };
  }
  if (!columns) throw noHeader(1, '');
}

async function* trecJudgments(file: string): AsyncGenerator<Judgment> {
  for await (const { row, text } of textLines(file)) {
    const fields = trecFields(text);
    if (fields.length !== 4 || !/^[-+]?\d+$/.test(fields[3])) {
      throw new EvaluateError(
        `${file}:${row}: ${shown(text)} is no judgment; expected "query 0 product grade" with a whole grade, as in "q1 0 p42 2"`,
      );
    }
    yield { row, query: fields[0], id: fields[2], grade: fields[3] };
  }
}
