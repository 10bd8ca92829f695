import { collect } from '../collect/index.js';
import {
  abTestTable,
  featureTable,
  readAbTests,
  readSocialPosts,
  validateDataset,
  validationReport,
} from '../creative/index.js';
import { ArgumentError, shown } from '../errors/index.js';
import type { TableFormat } from '../records/index.js';
import { drawCreatives } from '../samples/index.js';
import { projectPath, writeFileAtomic } from '../store/index.js';

/** `vitrine creative validate`: 0 where the posts are fit to learn from, else 2. */
export async function validate(
  file: string,
  options: { readonly html?: string; readonly json?: boolean },
): Promise<number> {
  const { records, rejected, warnings } = await readSocialPosts(file);
  const table = await featureTable(records, { extra: true, onProgress: progress('features') });
  const report = await validateDataset(table, { rejected });
  if (options.html) await writeFileAtomic(projectPath(options.html), validationReport(report, 'html'));
  if (options.json) console.log(JSON.stringify({ ...report, warnings }, null, 2));
  else {
    console.log(validationReport(report));
    for (const { message } of warnings.slice(0, 10)) console.log(`note ${message}`);
    if (warnings.length > 10) console.log(`note … and ${warnings.length - 10} more rows like these`);
  }
  return report.passed ? 0 : 2;
}

/** `vitrine creative ab-tests` */
export async function abTests(file: string, { format }: { readonly format: string }): Promise<void> {
  const { records, rejected, warnings } = await readAbTests(file);
  console.log(abTestTable(records).toString(format as TableFormat));
  for (const { message } of warnings) console.error(`note ${message}`);
  if (rejected.length > 0)
    console.error(`set aside: ${rejected.length}, row ${rejected[0].row} first: ${rejected[0].reason}`);
}

/** `vitrine creative sample` */
export async function sample(options: {
  readonly count: string;
  readonly seed: string;
  readonly out?: string;
}): Promise<void> {
  const { folder, generated, ceiling } = await drawCreatives({
    count: Number(options.count),
    seed: Number(options.seed),
    folder: options.out,
    onProgress: progress('creatives'),
  });
  console.log(
    `${generated ? 'made' : 'already there'}: ${folder}; the noise allows R² ${ceiling.r2.toFixed(3)}`,
  );
}

/** `vitrine collect` */
export async function collectFrom(
  platform: string,
  options: {
    readonly since: string;
    readonly out: string;
    readonly account?: string;
    readonly images: boolean;
    readonly maxPages: string;
    readonly baseUrl?: string;
  },
): Promise<void> {
  const since = new Date(options.since);
  if (Number.isNaN(since.getTime()))
    throw new ArgumentError(`--since ${shown(options.since)} is no date; write it as in 2026-03-01`);
  const found = await collect(platform as Parameters<typeof collect>[0], {
    since,
    folder: options.out,
    baseUrl: options.baseUrl,
    account: options.account,
    images: options.images,
    maxPages: Number(options.maxPages),
    onProgress: (pages, records) => process.stderr.write(`page ${pages}: ${records} records\n`),
  });
  if (found.resumed) console.log('went on with an interrupted collection');
  if (found.repeated) console.log('the last page that the service named was there before: it ends there');
  for (const { id, reason } of found.imageFailures.slice(0, 5)) console.log(`no image for ${id}: ${reason}`);
  if (found.imageFailures.length > 5) console.log(`no image for ${found.imageFailures.length - 5} more`);
  console.log(`${found.records} records: ${found.recordsPath}`);
}

/** A line on a terminal that is written over; nothing elsewhere. */
function progress(what: string): ((done: number, total: number) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  return (done, total) =>
    void process.stderr.write(`\r${what}: ${done} of ${total}${done === total ? '\n' : ''}`);
}
