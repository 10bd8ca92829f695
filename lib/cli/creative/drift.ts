import path from 'node:path';
import { creativeDrift, featureTable, findCreativeModel, readSocialPosts } from '../../creative/index.js';
import { driftTable } from '../../monitor/index.js';
import { finishDrift } from '../drift-report.js';

interface Options {
  readonly model: string;
  readonly registry?: string;
  readonly out?: string;
  readonly json?: string;
}

/** Prints a verdict for each feature, the predictions and the outcomes of new posts. */
export async function drift(file: string, options: Options): Promise<void> {
  const { model, from } = await findCreativeModel(options.model, options.registry);
  const { records } = await readSocialPosts(file);
  const table = await featureTable(records, { scale: model.scale ?? undefined });
  const report = creativeDrift(model, table);
  console.log(
    `${report.rows.current} posts of ${path.basename(file)} against ${report.rows.reference} of ${from}`,
  );
  const shown = report.columns.filter(({ verdict }) => verdict !== 'stable');
  if (shown.length > 0) console.log(`${driftTable(shown)}`);
  console.log(`${report.columns.length - shown.length} of ${report.columns.length} columns are stable`);
  if (typeof report.loss === 'string') console.log(`outcomes: ${report.loss}`);
  else if (report.loss) {
    const { metric, reference, current, verdict } = report.loss;
    console.log(`${metric}: ${reference.toPrecision(3)} → ${current.toPrecision(3)}, ${verdict}`);
  }
  await finishDrift(report, options, {
    title: 'Creatives: drift',
    names: { reference: from, current: path.basename(file) },
  });
}
