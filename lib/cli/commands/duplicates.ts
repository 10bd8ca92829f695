import type { Command } from 'commander';
import { type WhichRun, withRun } from '../which-run.js';

interface DuplicateOptions extends WhichRun {
  readonly text: string;
  readonly image: string;
  readonly json?: boolean;
}

/** `vitrine duplicates`: products of the run in use that seem to be listed more than once. */
export function register(program: Command): void {
  withRun(program.command('duplicates'))
    .description('products of a catalogue that seem to be listed more than once, by text and photo')
    .option('--text <cosine>', 'least cosine of two texts', '0.9')
    .option('--image <cosine>', 'least cosine of two photos', '0.95')
    .option('--json', 'print JSON')
    .action(async (options: DuplicateOptions) => {
      const { duplicateTable, nearDuplicates, openRecommender } = await import('../../recommend/index.js');
      const { jobProgress } = await import('../jobs/progress.js');
      const shop = await openRecommender(options.run, { catalog: options.catalog });
      console.error(shop.from);
      const progress = jobProgress(options.json);
      try {
        const found = await nearDuplicates(shop, {
          textThreshold: Number(options.text),
          imageThreshold: Number(options.image),
          onProgress: (done, total, step) => progress.step(step, done, total),
        });
        progress.stop();
        const rows = duplicateTable(found);
        if (options.json) console.log(JSON.stringify(rows, null, 2));
        else {
          for (const { group, id, title, because } of rows)
            console.log(`${group}  ${id}  ${title}  (${because})`);
          console.log(
            `${rows.length} products in ${found.groups.length} ${found.groups.length === 1 ? 'group' : 'groups'}`,
          );
        }
        for (const { id, reason } of found.failures) console.error(`photo of ${id} left out: ${reason}`);
      } finally {
        progress.stop();
        await shop.close();
      }
    });
}
