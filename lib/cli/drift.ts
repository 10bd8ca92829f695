import { basename } from 'node:path';
import { ArgumentError, shown } from '../errors/index.js';
import { tableText } from '../evaluate/index.js';
import { type ColumnSchema, detectDrift, inferSchema, readTable, type Table } from '../monitor/index.js';
import { writeDriftReport } from '../notebook/report/index.js';
import { writeJson } from '../store/index.js';

interface Options {
  readonly out?: string;
  readonly json?: string;
  readonly prediction?: string;
  readonly outcome?: string;
  readonly ignore?: string;
  readonly alpha: string;
}

/** The exit code where the data drifted: told apart from a mistake, 1. */
const driftCode = 3;

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
  const [reference, current] = tables.map(
    (table): Table =>
      Object.fromEntries(Object.entries(table).filter(([column]) => !ignored.includes(column))),
  );
  const roles: Record<string, ColumnSchema['role']> = {};
  if (options.prediction) roles[options.prediction] = 'prediction';
  if (options.outcome) roles[options.outcome] = 'outcome';
  const inferred = inferSchema(reference, current);
  const schema = Object.fromEntries(
    Object.keys(reference).map((column): [string, ColumnSchema] => [
      column,
      { kind: inferred[column]?.kind ?? 'categorical', role: roles[column] },
    ]),
  );
  const report = detectDrift(reference, current, { schema, alpha: Number(options.alpha) });
  const rows = report.columns.map(({ column, verdict, psi, test, reasons }) => ({
    column,
    verdict,
    PSI: psi ? psi.value.toFixed(3) : '–',
    p: test ? test.adjustedPValue.toPrecision(2) : '–',
    why: reasons.join('; '),
  }));
  console.log(tableText(rows));
  if (report.newColumns.length) console.log(`new: ${report.newColumns.join(', ')}`);
  if (report.lostColumns.length) console.log(`gone: ${report.lostColumns.join(', ')}`);
  if (typeof report.loss === 'string') console.log(`outcomes: ${report.loss}`);
  else if (report.loss) {
    const { metric, reference: before, current: now, verdict, adjustedPValue } = report.loss;
    console.log(
      `${metric}: ${before.toPrecision(3)} → ${now.toPrecision(3)}, ${verdict} (p = ${adjustedPValue.toPrecision(2)})`,
    );
  }
  console.log(report.drifted ? 'drift' : 'no drift');
  if (options.json) await writeJson(options.json, report);
  if (options.out) {
    await writeDriftReport(report, options.out, {
      names: { reference: basename(referencePath), current: basename(currentPath) },
    });
    console.log(`report: ${options.out}`);
  }
  if (report.drifted) process.exitCode = driftCode;
}
