import { extname } from 'node:path';
import { shown } from '../../errors/index.js';
import { writeFileAtomic } from '../../store/index.js';
import { EvaluateError } from '../errors.js';
import type { Qrels } from './qrels.js';
import { type Line, readText, tableLines, textLines } from './read-lines.js';
import { trecField } from './trec-field.js';

const queryColumns = ['query_id', 'query-id', 'qid', 'query'];
const productColumns = ['uniq_id', 'product_id', 'corpus-id', 'doc_id', 'docid'];
const gradeColumns = ['grade', 'relevance', 'score'];

interface Judgment {
  readonly query: string;
  readonly id: string;
  readonly grade: string;
}

/**
 * Reads relevance judgments.
 *
 * - TREC format: `query 0 product grade`, separated by blanks, the grade a whole number, no header.
 * - `.csv`, or `.tsv` with a header: columns `query` (or query_id, query-id, qid), `uniq_id` (or product_id, corpus-id,
 *   doc_id, docid) and `grade` (or relevance, score); without a grade column every row is relevant, grade 1. Other
 *   columns are ignored.
 *
 * @throws {EvaluateError} that names the file, the line, the value and the shape expected; also on a product judged
 *   twice for a query
 */
export async function readQrels(path: string): Promise<Map<string, Map<string, number>>> {
  const text = await readText(path);
  const extension = extname(path).toLowerCase();
  const lines =
    extension === '.csv' || (extension === '.tsv' && hasHeader(text))
      ? tableJudgments(path, tableLines(path, text, extension === '.csv' ? ',' : '\t'))
      : trecJudgments(path, text);
  const qrels = new Map<string, Map<string, number>>();
  for (const { number, content } of lines) {
    const { query, id } = content;
    const grade = content.grade.trim() === '' ? Number.NaN : Number(content.grade);
    if (!Number.isFinite(grade)) {
      throw new EvaluateError(
        `${path}:${number}: grade ${shown(content.grade)} is no number; expected 0, 1, 2 …`,
      );
    }
    const grades = qrels.get(query) ?? new Map<string, number>();
    if (grades.has(id)) {
      throw new EvaluateError(
        `${path}:${number}: product ${shown(id)} is judged twice for query ${shown(query)}; keep one line`,
      );
    }
    qrels.set(query, grades.set(id, grade));
  }
  if (qrels.size === 0) throw new EvaluateError(`${path} holds no judgments`);
  return qrels;
}

/**
 * Writes relevance judgments in TREC format, atomically.
 * @throws {EvaluateError} on an id with blanks or a fractional grade, which the format cannot hold
 */
export async function writeQrels(path: string, qrels: Qrels): Promise<void> {
  const lines: string[] = [];
  for (const [query, grades] of qrels) {
    for (const [id, grade] of grades) {
      if (!Number.isInteger(grade)) {
        throw new EvaluateError(
          `${path}: grade ${grade} of product ${shown(id)}: TREC files hold whole grades; multiply all grades first`,
        );
      }
      lines.push(`${trecField(path, query)} 0 ${trecField(path, id)} ${grade}\n`);
    }
  }
  await writeFileAtomic(path, lines.join(''));
}

function hasHeader(text: string): boolean {
  const header = (text.split(/\r?\n/, 1)[0] ?? '').toLowerCase().split('\t');
  return [queryColumns, productColumns].every((names) => header.some((name) => names.includes(name.trim())));
}

function* tableJudgments(path: string, lines: Line<string[]>[]): Generator<Line<Judgment>> {
  const [first, ...rows] = lines;
  const header = first?.content.map((name) => name.toLowerCase()) ?? [];
  const column = (names: string[]) => header.indexOf(names.find((name) => header.includes(name)) ?? '');
  const [query, product, grade] = [queryColumns, productColumns, gradeColumns].map(column);
  if (query < 0 || product < 0) {
    throw new EvaluateError(
      `${path}:${first?.number ?? 1}: the header is ${shown(first?.content.join(',') ?? '')}; expected query,uniq_id,grade`,
    );
  }
  for (const { number, content } of rows) {
    if (!content[query] || !content[product] || (grade >= 0 && content[grade] === undefined)) {
      throw new EvaluateError(
        `${path}:${number}: ${shown(content.join(','))} has an empty or missing field; expected a query, a uniq_id and a grade`,
      );
    }
    yield {
      number,
      content: { query: content[query], id: content[product], grade: grade < 0 ? '1' : content[grade] },
    };
  }
}

function* trecJudgments(path: string, text: string): Generator<Line<Judgment>> {
  for (const { number, content } of textLines(text)) {
    const fields = content.trim().split(/\s+/);
    if (fields.length !== 4 || !/^[-+]?\d+$/.test(fields[3])) {
      throw new EvaluateError(
        `${path}:${number}: ${shown(content)} is no judgment; expected "query 0 product grade" with a whole grade, as in "q1 0 p42 2"`,
      );
    }
    yield { number, content: { query: fields[0], id: fields[2], grade: fields[3] } };
  }
}
