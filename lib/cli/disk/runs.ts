import { ArgumentError, shown } from '../../errors/index.js';
import { resultTable } from '../../records/index.js';
import { type FinishedRun, finishedRuns, removeRun } from '../../store/index.js';
import { usesOfRuns } from '../runs/uses.js';
import { confirmed } from './confirmed.js';
import { shownBytes } from './shown-bytes.js';

export interface PruneOptions {
  readonly keep?: string;
  readonly olderThan?: string;
  readonly yes?: boolean;
}

/** Which runs may go: how many of each notebook stay, and how old they must be. */
interface PruneChoice {
  /** How many of the newest runs of each job stay. */
  readonly keep?: number;
  /** Age in days up to which runs stay. */
  readonly days?: number;
  /** Ids of runs that stay in any case. */
  readonly inUse?: ReadonlySet<string>;
}

/** `vitrine runs prune`: shows the runs that go, and removes them where it is told to. */
export async function prune(options: PruneOptions): Promise<void> {
  if (options.keep === undefined && options.olderThan === undefined) {
    throw new ArgumentError('say which runs go: --keep 5, or --older-than 30 (days), or both');
  }
  const going = await oldRuns({
    keep: number('--keep', options.keep),
    days: number('--older-than', options.olderThan),
  });
  if (going.length === 0) return console.log('no run to remove; the latest of each job always stays');
  const rows = going.map(({ job, id, finished, bytes }) => ({
    job,
    run: id,
    finished: finished.toISOString().slice(0, 19),
    size: shownBytes(bytes),
  }));
  console.log(`${resultTable(rows)}`);
  const what = `${going.length} ${going.length === 1 ? 'run' : 'runs'}, ${shownBytes(bytesOfAll(going))}`;
  if (!(await confirmed(`Remove ${what}?`, options.yes))) return;
  for (const run of going) await removeRun(run);
  console.log(`removed ${what}`);
}

/** The runs that a choice lets go: never the latest of a job, nor one that a version in use of a registry comes from. */
export async function oldRuns(choice: PruneChoice): Promise<FinishedRun[]> {
  const runs = await finishedRuns();
  const uses = await usesOfRuns();
  const inUse = new Set(runs.map(({ id }) => id).filter((id) => uses(id) !== ''));
  return runsToPrune(runs, { ...choice, inUse });
}

/** The runs that go where so many, or so young ones, are to stay; of both, those that neither keeps. Never the latest. */
export function runsToPrune(
  runs: readonly FinishedRun[],
  { keep = 0, days = 0, inUse = new Set() }: PruneChoice,
  now: Date = new Date(),
): FinishedRun[] {
  const seen = new Map<string, number>();
  return runs.filter(({ job, id, finished, named }) => {
    const newer = seen.get(job) ?? 0;
    seen.set(job, newer + 1);
    const isOld = now.getTime() - finished.getTime() > days * 24 * 3_600_000;
    return newer >= keep && isOld && !named && !inUse.has(id);
  });
}

export function bytesOfAll(list: readonly { readonly bytes: number }[]): number {
  return list.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** A whole number of runs or days. */
export function number(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new ArgumentError(`${option} ${shown(text)} is no whole number; write ${option} 5`);
}
