import { resultTable } from '../../records/index.js';
import { shownBytes } from '../disk/shown-bytes.js';
import { shownPath } from '../shown-path.js';
import { figureText, shownFigures, valueText } from './figures.js';
import { findRun, readSaved } from './saved.js';
import { usesOfRuns } from './uses.js';

/** `vitrine runs show RUN`: what a run was made with, and what was measured. */
export async function show(
  name: string,
  { all, json }: { readonly all?: boolean; readonly json?: boolean },
): Promise<void> {
  const run = await readSaved(await findRun(name));
  const use = (await usesOfRuns())(run.id);
  if (json) {
    const { made: _, figures, ...rest } = run;
    return console.log(JSON.stringify({ ...rest, use, metrics: Object.fromEntries(figures) }, null, 2));
  }
  const finished = run.finished.toISOString().slice(0, 19).replace('T', ' ');
  console.log(
    `${run.job}, run ${run.id}, finished ${finished} UTC, ${shownBytes(run.bytes)}${use && `, ${use}`}`,
  );
  console.log(shownPath(run.dir));
  const parameters = Object.entries(run.parameters).map(([parameter, value]) => ({
    parameter,
    value: valueText(value),
    '': parameter in run.changed ? 'changed' : '',
  }));
  if (parameters.length > 0) console.log(`\n${resultTable(parameters)}`);
  const paths = shownFigures(run, all);
  const figures = paths.map((path) => ({ figure: path, value: figureText(run.figures.get(path)!) }));
  if (figures.length > 0) console.log(`\n${resultTable(figures)}`);
  if (paths.length < run.figures.size) console.log(`\n${run.figures.size} figures in all: --all`);
}
