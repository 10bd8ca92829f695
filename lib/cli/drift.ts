import path from 'node:path';
import { ArgumentError, shown } from '../errors/index.js';
import { detectDrift, driftTable, readTable } from '../monitor/index.js';
import { finishDrift } from './drift-report.js';

interface Options {
  readonly out?: string;
  readonly json?: string;
  readonly prediction?: string;
  readonly outcome?: string;
  readonly ignore?: string;
  readonly alpha: string;
}

/** Prints a verdict for each column, and for the predictions where outcomes are there. */
export async function drift(referencePath: string, currentPath: string, options: Options): Promise<void> {
  const ignored = (options.ignore ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const tables = [await readTable(referencePath), await readTable(currentPath)] as const;
  for (const column of [...ignored, options.prediction, options.outcome]) {
    if (column !== undefined && !Object.hasOwn(tables[0], column)) {
      throw new ArgumentError(
        `${referencePath} has no column ${shown(column)}; it has ${Object.keys(tables[0]).slice(0, 20).join(', ')}`,
      );
    }
  }
  const [reference, current] = tables.map((table) =>
    Object.fromEntries(Object.entries(table).filter(([column]) => !ignored.includes(column))),
  );
  const { prediction, outcome, alpha } = options;
  const report = detectDrift(reference, current, { prediction, outcome, alpha: Number(alpha) });
  console.log(`${driftTable(report.columns)}`);
  if (report.newColumns.length) console.log(`new: ${report.newColumns.join(', ')}`);
  if (report.lostColumns.length) console.log(`gone: ${report.lostColumns.join(', ')}`);
  if (typeof report.loss === 'string') console.log(`outcomes: ${report.loss}`);
  else if (report.loss) {
    const { metric, reference: before, current: now, verdict, adjustedPValue } = report.loss;
    console.log(
      `${metric}: ${before.toPrecision(3)} → ${now.toPrecision(3)}, ${verdict} (p = ${adjustedPValue.toPrecision(2)})`,
    );
  }
  await finishDrift(report, options, {
    names: { reference: path.basename(referencePath), current: path.basename(currentPath) },
  });
}
