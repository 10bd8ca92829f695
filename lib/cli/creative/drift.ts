import { basename } from 'node:path';
import { creativeDrift, featureTable, findCreativeModel, readSocialPosts } from '../../creative/index.js';
import { tableText } from '../../evaluate/index.js';
import { writeDriftReport } from '../../notebook/report/index.js';
import { writeJson } from '../../store/index.js';

interface Options {
  readonly model: string;
  readonly registry?: string;
  readonly out?: string;
  readonly json?: string;
}

const driftCode = 3;

/** Prints a verdict for each feature, the predictions and the outcomes of new posts. */
export async function drift(path: string, options: Options): Promise<void> {
  const { model, from } = await findCreativeModel(options.model, options.registry);
  const { records } = await readSocialPosts(path);
  const table = await featureTable(records, { scale: model.scale ?? undefined });
  const report = creativeDrift(model, table);
  console.log(
    `${report.rows.current} posts of ${basename(path)} against ${report.rows.reference} of ${from}`,
  );
  const shown = report.columns.filter(({ verdict }) => verdict !== 'stable');
  if (shown.length > 0) {
    console.log(
      tableText(
        shown.map(({ column, verdict, psi, test, reasons }) => ({
          column,
          verdict,
          PSI: psi ? psi.value.toFixed(3) : '–',
          p: test ? test.adjustedPValue.toPrecision(2) : '–',
          why: reasons.join('; '),
        })),
      ),
    );
  }
  console.log(`${report.columns.length - shown.length} of ${report.columns.length} columns are stable`);
  if (typeof report.loss === 'string') console.log(`outcomes: ${report.loss}`);
  else if (report.loss) {
    const { metric, reference, current, verdict } = report.loss;
    console.log(`${metric}: ${reference.toPrecision(3)} → ${current.toPrecision(3)}, ${verdict}`);
  }
  console.log(report.drifted ? 'drift' : 'no drift');
  if (options.json) await writeJson(options.json, report);
  if (options.out) {
    await writeDriftReport(report, options.out, {
      title: 'Creatives: drift',
      names: { reference: from, current: basename(path) },
    });
    console.log(`report: ${options.out}`);
  }
  if (report.drifted) process.exitCode = driftCode;
}
