import { UserError } from '../../errors/index.js';
import type { TrainingData } from '../../tabular/index.js';
import { matrix } from '../../vectors/index.js';
import type { CreativeTable } from '../posts/feature-table.js';

/** What training takes of a post: rows of `featureTable`, or rows that were kept beside a model. */
export interface TrainingRows
  extends Pick<CreativeTable, 'names' | 'matrix' | 'target' | 'groups' | 'scale'> {
  readonly posts: readonly { readonly id: string; readonly platform: string; readonly postingTime: string }[];
}

/** Fewer posts with an outcome teach nothing that would hold. */
export const leastPosts = 100;

/** Some rows, in the given order. */
export function selectRowsOf(table: TrainingRows, rows: ArrayLike<number>): TrainingRows {
  const { cols } = table.matrix;
  const values = matrix(rows.length, cols);
  for (let i = 0; i < rows.length; i++) {
    values.data.set(table.matrix.data.subarray(rows[i] * cols, (rows[i] + 1) * cols), i * cols);
  }
  return {
    names: table.names,
    matrix: values,
    scale: table.scale,
    target: Float64Array.from(rows, (i) => table.target[i]),
    groups: Array.from(rows, (i) => table.groups[i]),
    posts: Array.from(rows, (i) => table.posts[i]),
  };
}

/** The rows whose outcome is known. @throws {UserError} for fewer than 100 */
export function rowsWithOutcome(table: TrainingRows): TrainingRows {
  const rows = [...table.target.keys()].filter((i) => Number.isFinite(table.target[i]));
  if (rows.length < leastPosts) {
    const others = table.target.length - rows.length;
    throw new UserError(
      `${rows.length} posts have an image and an outcome${others > 0 ? ` (${others} have no outcome)` : ''}; ${leastPosts} are needed to train on`,
    );
  }
  return rows.length === table.target.length ? table : selectRowsOf(table, rows);
}

export function trainingDataOf({ names, matrix, target, groups }: TrainingRows): TrainingData {
  return { features: { names, matrix }, target, groups };
}

/** Both tables, a post that is in both once, as the second has it; the newest `most` of them. */
export function mergeRows(older: TrainingRows, newer: TrainingRows, most: number): TrainingRows {
  if (older.names.join('\n') !== newer.names.join('\n')) {
    throw new UserError(
      `the rows kept beside the champion have other features than the new ones (${older.names.length} and ${newer.names.length}); train a new model with: vitrine demo creative`,
    );
  }
  const key = (table: TrainingRows, i: number) => `${table.posts[i].platform}\n${table.posts[i].id}`;
  const fresh = new Set(newer.posts.map((_, i) => key(newer, i)));
  const kept = selectRowsOf(
    older,
    [...older.posts.keys()].filter((i) => !fresh.has(key(older, i))),
  );
  const values = matrix(kept.posts.length + newer.posts.length, newer.matrix.cols);
  values.data.set(kept.matrix.data);
  values.data.set(newer.matrix.data, kept.matrix.data.length);
  const both: TrainingRows = {
    names: newer.names,
    matrix: values,
    scale: newer.scale,
    target: Float64Array.of(...kept.target, ...newer.target),
    groups: [...kept.groups, ...newer.groups],
    posts: [...kept.posts, ...newer.posts],
  };
  if (both.posts.length <= most) return both;
  const time = both.posts.map(({ postingTime }) => Date.parse(postingTime));
  const order = [...time.keys()].sort((a, b) => time[b] - time[a]).slice(0, most);
  return selectRowsOf(
    both,
    order.sort((a, b) => a - b),
  );
}
