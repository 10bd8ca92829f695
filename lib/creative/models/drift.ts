import { type DriftReport, detectDrift, type Table } from '../../monitor/index.js';
import { type CreativeModel, scoreRows } from './creative-model.js';
import { selectRowsOf, type TrainingRows } from './training-rows.js';

/**
 * Whether posts still look like those that a model was trained on, by feature, by its predictions, and by its errors
 * where outcomes are known. What the model says of the posts that it was trained on comes from folds that had not seen
 * them.
 * @throws {UserError} for no posts
 */
export function creativeDrift(model: CreativeModel, current: TrainingRows): DriftReport {
  const known = new Set<string>(model.rules.map(({ platform }) => platform));
  const rows = selectRowsOf(
    current,
    [...current.posts.keys()].filter((i) => known.has(current.posts[i].platform)),
  );
  const platforms = rows.posts.map(({ platform }) => platform);
  const { prediction } = scoreRows(model, rows, platforms);
  const reference = columnsOf(model.reference.rows, model.reference.predictions);
  return detectDrift(reference, columnsOf(rows, prediction), { schema: schemaOf(reference) });
}

function columnsOf({ names, matrix, target, posts }: TrainingRows, predictions: Float64Array): Table {
  const columns = names.flatMap((name, j) =>
    name.startsWith('platform_')
      ? []
      : [[name, Float64Array.from(posts, (_, i) => matrix.data[i * matrix.cols + j])]],
  );
  return {
    ...Object.fromEntries(columns),
    platform: posts.map(({ platform }) => platform),
    'predicted score': predictions,
    'actual score': target,
  };
}

function schemaOf(table: Table) {
  return Object.fromEntries(
    Object.keys(table).map((name) => [
      name,
      {
        kind: name === 'platform' ? 'categorical' : 'numeric',
        role: name === 'predicted score' ? 'prediction' : name === 'actual score' ? 'outcome' : 'feature',
      } as const,
    ]),
  );
}
