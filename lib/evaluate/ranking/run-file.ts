import { shown } from '../../errors/index.js';
import { textLines } from '../../records/index.js';
import { writeFileAtomic } from '../../store/index.js';
import { EvaluateError } from '../errors.js';
import { rankedIds } from './judge.js';
import type { Run } from './run.js';
import { trecField, trecFields } from './trec-field.js';

/**
 * Reads a run in TREC format: `query Q0 product rank score tag`, separated by blanks; ids as `writeRun` wrote them. The
 * score decides the ranking; the rank column is not used, as in trec_eval.
 * @throws {UserError} for a file that cannot be read
 * @throws {EvaluateError} that names the file, the line, the value and the shape expected; also on a product listed
 *   twice for a query
 */
export async function readRun(path: string): Promise<Map<string, Map<string, number>>> {
  const run = new Map<string, Map<string, number>>();
  for await (const { row, text } of textLines(path)) {
    const fields = trecFields(text);
    const score = Number(fields[4]);
    if (fields.length !== 6 || !Number.isFinite(score)) {
      throw new EvaluateError(
        `${path}:${row}: ${shown(text)} is no result; expected "query Q0 product rank score tag", as in "q1 Q0 p42 1 0.93 bm25"`,
      );
    }
    const [query, , id] = fields;
    const scores = run.get(query) ?? new Map<string, number>();
    if (scores.has(id)) {
      throw new EvaluateError(
        `${path}:${row}: product ${shown(id)} is listed twice for query ${shown(query)}; keep one line`,
      );
    }
    run.set(query, scores.set(id, score));
  }
  if (run.size === 0) throw new EvaluateError(`${path} holds no results`);
  return run;
}

/**
 * Writes a run in TREC format, best first, atomically. Scores keep their full precision. Blanks in ids, which the format
 * cannot hold, are written as their pictures: `SKU 001` as `SKU␠001`.
 * @param tag the system's name, the last field of each line
 * @throws {EvaluateError} on a score that is not finite
 */
export async function writeRun(path: string, run: Run, tag = 'vitrine'): Promise<void> {
  const lines: string[] = [];
  const name = trecField(tag);
  for (const [query, scores] of run) {
    rankedIds(scores).forEach((id, i) => {
      lines.push(`${trecField(query)} Q0 ${trecField(id)} ${i + 1} ${scores.get(id)} ${name}\n`);
    });
  }
  await writeFileAtomic(path, lines.join(''));
}
