import { ArgumentError } from '../../errors/index.js';
import { resultTable } from '../../records/index.js';
import { figureText, short, shownFigures, valueText } from './figures.js';
import { findRun, readSaved, type SavedRun } from './saved.js';

/** `vitrine runs compare RUN RUN …`: the parameters in which runs of one job differ, and their figures side by side. */
export async function compareRuns(
  names: readonly string[],
  { all, json }: { readonly all?: boolean; readonly json?: boolean },
): Promise<void> {
  const runs: SavedRun[] = [];
  for (const name of names) runs.push(await readSaved(await findRun(name)));
  const [first, second] = runs;
  if (runs.length < 2 || new Set(runs.map(({ id }) => id)).size < runs.length)
    throw new ArgumentError('name two or more different runs; vitrine runs list shows those there are');
  const other = runs.find(({ job }) => job !== first.job);
  if (other) {
    throw new ArgumentError(
      `run ${first.id} is of ${first.job} and run ${other.id} of ${other.job}; compare runs of one job`,
    );
  }
  const differing = namesOf(runs.map(({ parameters }) => Object.keys(parameters))).filter(
    (name) => new Set(runs.map(({ parameters }) => valueText(parameters[name]))).size > 1,
  );
  const paths = namesOf(runs.map((run) => shownFigures(run, all)));
  if (json) {
    const plain = runs.map(({ id, dir, parameters, figures }) => ({
      run: id,
      dir,
      parameters: Object.fromEntries(differing.map((name) => [name, parameters[name]])),
      metrics: Object.fromEntries(paths.map((path) => [path, figures.get(path) ?? null])),
    }));
    return console.log(JSON.stringify(plain, null, 2));
  }
  const beside = (cell: (run: SavedRun) => string) =>
    Object.fromEntries(runs.map((run) => [run.id, cell(run)]));
  const parameters = differing.map((name) => ({
    parameter: name,
    ...beside((run) => (name in run.parameters ? valueText(run.parameters[name]) : '')),
  }));
  console.log(parameters.length > 0 ? `${resultTable(parameters)}` : 'the same parameters');
  const figures = paths.map((path) => ({
    figure: path,
    ...beside(({ figures }) => (figures.has(path) ? figureText({ value: figures.get(path)!.value }) : '')),
    ...(runs.length === 2 ? { difference: difference(first, second, path) } : {}),
  }));
  if (figures.length > 0) console.log(`\n${resultTable(figures)}`);
  if (first.made?.name === 'recommend') {
    console.log(
      `\nWhether a difference is more than luck: vitrine compare ${runs.map(({ id }) => id).join(' ')}`,
    );
  }
}

function difference(a: SavedRun, b: SavedRun, path: string): string {
  const [x, y] = [a.figures.get(path), b.figures.get(path)];
  if (!x || !y) return '';
  const change = y.value - x.value;
  return `${change < 0 ? '−' : '+'}${short(Math.abs(change))}`;
}

/** Each name once, in the order in which they come. */
function namesOf(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())];
}
