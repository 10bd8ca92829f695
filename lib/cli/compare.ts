import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ArgumentError, shown } from '../errors/index.js';
import {
  compareRuns,
  pairTable,
  type Qrels,
  type Run,
  readQrels,
  readRun,
  type SystemComparison,
  significanceCaption,
  significanceTable,
} from '../evaluate/index.js';
import type { CompareOptions } from '../evaluate/ranking/index.js';
import { type ResultTable, resultTable, type TableFormat, tableFormats } from '../records/index.js';
import { adjustPValues, type Correction } from '../stats/index.js';

interface Options {
  readonly qrels?: string;
  readonly metrics: string;
  readonly system?: string;
  readonly correction: string;
  readonly format: string;
  readonly seed: string;
}

/** Runs that answer the same questions, under one heading. */
interface Group {
  readonly title: string;
  /** The one that every run of the group is of, where they are runs of one. */
  readonly system?: string;
  readonly judgedBy: string;
  readonly qrels: Qrels;
  /** The group of a query: that of all queries with the same relevant products. */
  readonly groupBy?: (query: string) => string;
  readonly runs: Readonly<Record<string, Run>>;
}

/** Prints whether one run ranks better than another: each group's means, and every pair in full. */
export async function compare(names: readonly string[], options: Options): Promise<void> {
  const metrics = listed(options.metrics);
  const format = choice('--format', options.format, [...tableFormats, 'json']);
  const correction = choice<Correction>('--correction', options.correction, [
    'holm',
    'benjamini-hochberg',
    'none',
  ]);
  const seed = Number(options.seed);
  if (!Number.isInteger(seed)) throw new ArgumentError(`--seed ${shown(options.seed)}: give a whole number`);
  const groups = (await areFiles(names)) ? await filesOf(names, options) : await foldersOf(names, options);
  for (const group of groups) checkAnswered(group);
  const results = together(groups, metrics, { correction, seed });
  if (format === 'json') {
    const plain = groups.map(({ title, system, judgedBy }, i) => ({
      title,
      system,
      judgedBy,
      ...results[i],
    }));
    console.log(JSON.stringify(plain, null, 2));
    return;
  }
  const comment = format === 'latex' ? '% ' : '';
  for (const title of new Set(groups.map((group) => group.title))) {
    const under = groups.flatMap((group, i) =>
      group.title === title ? [{ group, result: results[i] }] : [],
    );
    const { queries, groups: categories } = under[0].result;
    const asOne = categories === null ? '' : ` in ${categories} categories, each of which counts as one`;
    const heading = `${title}: ${queries} queries${asOne}, by ${under[0].group.judgedBy}`;
    const means = under.flatMap(({ group, result }) =>
      significanceTable(result).map((row) => labelled(group, row)),
    );
    const pairs = under.flatMap(({ group, result }) => pairTable(result).map((row) => labelled(group, row)));
    console.log(format === 'markdown' ? `**${heading}**\n` : `${comment}${heading}`);
    for (const rows of [means, pairs]) {
      console.log(`${resultTable(rows).toString(format as TableFormat)}\n`);
    }
  }
  const [{ correction: corrected, level }] = results;
  console.log(
    comment +
      significanceCaption({ pairs: results.flatMap(({ pairs }) => pairs), correction: corrected, level }),
  );
}

/** A row of several runs of one system names both. */
function labelled({ system }: Group, row: ResultTable[number]): ResultTable[number] {
  if (system === undefined) return row;
  const { system: run, ...rest } = row;
  return run === undefined ? { system, ...row } : { system, '': rest[''], run, ...rest };
}

/** Every group compared, the p-values corrected for the tests of all groups. */
function together(
  groups: readonly Group[],
  metrics: readonly string[],
  options: CompareOptions,
): SystemComparison[] {
  const { correction = 'holm' } = options;
  const apart = groups.map(({ qrels, runs, groupBy }) =>
    compareRuns(qrels, runs, metrics, { ...options, groupBy, correction: 'none' }),
  );
  const adjusted = adjustPValues(
    apart.flatMap(({ pairs }) => pairs.map(({ pValue }) => pValue)),
    correction,
  );
  let at = 0;
  return apart.map((result) => ({
    ...result,
    correction,
    pairs: result.pairs.map((pair) => {
      const adjustedP = adjusted[at++];
      return { ...pair, adjustedP, significant: adjustedP < result.level };
    }),
  }));
}

async function areFiles(names: readonly string[]): Promise<boolean> {
  const files: string[] = [];
  for (const name of names) {
    const isFile = (await stat(name).catch(() => null))?.isFile() ?? false;
    if (isFile || path.extname(name) === '.trec') files.push(name);
  }
  if (files.length > 0 && files.length < names.length) {
    throw new ArgumentError(`${files[0]} is a file; compare files with files, or runs with runs`);
  }
  return files.length > 0;
}

async function filesOf(names: readonly string[], { qrels, system }: Options): Promise<Group[]> {
  if (qrels === undefined) {
    throw new ArgumentError('rankings from files need judgments: name them with --qrels FILE');
  }
  if (system !== undefined)
    throw new ArgumentError('--system chooses among the systems of runs, not among files');
  const runs: Record<string, Run> = Object.create(null);
  for (const name of names) runs[unused(runs, path.basename(name, '.trec'), name)] = await readRun(name);
  return [{ title: 'Rankings', judgedBy: qrels, qrels: await readQrels(qrels), runs }];
}

async function foldersOf(names: readonly string[], options: Options): Promise<Group[]> {
  const { openRankings, savedRelevance } = await import('../recommend/index.js');
  const saved: Saved[] = [];
  for (const name of names) saved.push(await openRankings(name));
  const [first, ...others] = saved;
  const known = new Set(first.products.map(({ id }) => id));
  for (const { name, catalog, products } of others) {
    if (catalog.sha256 === first.catalog.sha256) continue;
    if (!products.some(({ id }) => known.has(id))) {
      throw new ArgumentError(
        `runs ${first.name} and ${name} have no product in common (${first.catalog.path}, ${catalog.path}); compare runs of one catalogue`,
      );
    }
    console.error(
      `note: runs ${first.name} and ${name}: the catalogue was changed between them, so differences are not the rankers' alone`,
    );
  }
  const relevance = await savedRelevance(first, options.qrels);
  for (const warning of relevance.warnings) console.error(`note: ${warning}`);
  const wanted = listed(options.system ?? '');
  const groups: Group[] = [];
  for (const [task, title] of [
    ['similar', 'Similar products'],
    ['search', 'Text search'],
  ] as const) {
    const judged = relevance[task];
    if (!judged) continue;
    const qrels = task === 'similar' ? new Map([...judged].filter(([id]) => known.has(id))) : judged;
    const groupBy = task === 'similar' ? relevance.groupBy : undefined;
    const shared = Object.keys(first.runs[task]).filter((system) =>
      saved.every(({ runs }) => runs[task][system]),
    );
    const systems = wanted.length === 0 ? shared : wanted.filter((system) => shared.includes(system));
    if (saved.length === 1) {
      const runs = Object.fromEntries(systems.map((system) => [system, first.runs[task][system]]));
      if (systems.length > 1) groups.push({ title, judgedBy: relevance.description, qrels, groupBy, runs });
      continue;
    }
    for (const system of systems) {
      const runs: Record<string, Run> = {};
      for (const run of saved) runs[unused(runs, run.name, run.folder)] = run.runs[task][system];
      groups.push({ title, system, judgedBy: relevance.description, qrels, groupBy, runs });
    }
  }
  const missing = wanted.find((system) =>
    saved.some(({ runs }) => !runs.similar[system] && !runs.search[system]),
  );
  if (missing !== undefined || groups.length === 0)
    throw new ArgumentError(nothingShared(saved, options, missing));
  return groups;
}

type Saved = Awaited<ReturnType<typeof import('../recommend/index.js').openRankings>>;

function nothingShared(saved: readonly Saved[], { qrels }: Options, system?: string): string {
  const has = saved.map(({ name, runs }) => {
    const systems = new Set(Object.values(runs).flatMap((task) => Object.keys(task)));
    if (systems.size === 0)
      return `${name} has no rankings, as there was nothing to judge by; name QRELS in a new run`;
    return `${name} has ${[...systems].join(', ')}`;
  });
  const wanted = system === undefined ? 'systems' : `system ${shown(system)}`;
  const judged = qrels === undefined ? '' : ` with the judgments in ${qrels}`;
  return `no ${wanted} to compare${judged}: ${has.join('; ')}`;
}

/** Warns of judged queries that no run answers: they count as 0 for all. */
function checkAnswered({ title, system, judgedBy, qrels, runs }: Group): void {
  const what = system === undefined ? title : `${title}, ${system}`;
  const unanswered = [...qrels.keys()].filter((query) => !Object.values(runs).some((run) => run.has(query)));
  if (unanswered.length === qrels.size) {
    throw new ArgumentError(
      `${what}: none of the ${qrels.size} queries judged by ${judgedBy} is in these rankings, ${shown(unanswered[0])} for one; name the judgments they answer with --qrels`,
    );
  }
  if (unanswered.length > 0) {
    console.error(
      `note: ${what}: ${unanswered.length} of ${qrels.size} judged queries are in none of the rankings, ${shown(unanswered[0])} for one; they count as 0 for all`,
    );
  }
}

function unused(runs: Readonly<Record<string, Run>>, name: string, source: string): string {
  if (Object.hasOwn(runs, name))
    throw new ArgumentError(`${source} is named twice, as ${shown(name)}; name each run once`);
  return name;
}

function listed(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

function choice<T extends string>(option: string, value: string, known: readonly T[]): T {
  if (known.includes(value as T)) return value as T;
  throw new ArgumentError(`${option} ${shown(value)}: choose ${known.join(', ')}`);
}
